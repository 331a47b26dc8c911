package io.foyer.platform.limits;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The generic cell rate algorithm (ITU-T I.371, annex A): never more than the limit and what was
 * refilled since, in any span of time, with one number to keep. That number is kept as a debt: how
 * many microseconds from now until nothing is used up any more. Each request adds the time in which
 * one is refilled; a request that would push the debt over the capacity is refused and adds
 * nothing.
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

  /** The largest debt, in microseconds. */
  long capacity() {
    return emission * limit;
  }

  boolean allows(long debt) {
    return debt + emission <= capacity();
  }

  /**
   * What to tell the caller.
   *
   * @param debt after this request, which is included where it was allowed
   * @throws IllegalArgumentException if there cannot be such a debt
   */
  Decision decision(boolean allowed, long debt) {
    if (debt < 0 || debt > capacity()) {
      throw new IllegalArgumentException("no debt of this limit");
    }
    long wait = allowed ? 0 : Math.max(0, debt + emission - capacity());
    return new Decision(
        allowed, limit, (int) ((capacity() - debt) / emission), micros(debt), micros(wait));
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
