package io.foyer.platform.limits;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Rate limit arithmetic: the generic cell rate algorithm (GCRA, ITU-T I.371, annex A). In any span
 * of time it allows at most the burst and what was refilled since. Its only state is a debt: the
 * microseconds from now until the full burst is available again. Each request adds the refill time
 * of its cost; a request that would raise the debt over the capacity is rejected and adds nothing.
 * {@link RedisRateLimitStore} makes the same decision in Lua for limits that nodes share.
 */
final class Gcra {
  private final int limit;
  private final long emission;

  /**
   * So many requests at once, refilled evenly over the interval.
   *
   * @param limit at least 1
   */
  Gcra(int limit, Duration interval) {
    this.limit = limit;
    // Rounded up: the rate is never above the one that was asked for.
    this.emission = Math.ceilDiv(interval.dividedBy(ChronoUnit.MICROS.getDuration()), limit);
  }

  /** Microseconds in which one request is refilled. */
  long emission() {
    return emission;
  }

  /**
   * Microseconds in which a request is refilled that counts as {@code cost} requests; at most the
   * capacity, so that a full burst allows every request.
   */
  long charge(int cost) {
    return emission * Math.clamp(cost, 1, limit);
  }

  /** The largest debt, in microseconds. */
  long capacity() {
    return emission * limit;
  }

  boolean allows(long debt, int cost) {
    return debt + charge(cost) <= capacity();
  }

  /**
   * Converts a debt to a decision.
   *
   * @param debt after this request, which is included where it was allowed
   * @param cost number of requests that this one counts as
   * @throws IllegalArgumentException if there cannot be such a debt
   */
  Decision decision(boolean allowed, long debt, int cost) {
    if (debt < 0 || debt > capacity()) {
      throw new IllegalArgumentException("no debt of this limit");
    }
    long wait = allowed ? 0 : Math.max(0, debt + charge(cost) - capacity());
    return new Decision(
        allowed, limit, (int) ((capacity() - debt) / emission), micros(debt), micros(wait));
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
