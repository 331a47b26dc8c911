package io.foyer.platform.limits;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Rate limiter for one source, such as a connection, in this process only: a burst size, refilled
 * evenly. Its state is one number. Not thread-safe.
 */
public final class LocalRateLimiter {
  private final Gcra limit;
  private final LongSupplier micros;
  private long paidAt;

  private LocalRateLimiter(Gcra limit, LongSupplier micros) {
    this.limit = limit;
    this.micros = micros;
    this.paidAt = micros.getAsLong();
  }

  /** Creates rate limiters with the same settings. */
  public static final class Factory {
    private final Gcra limit;
    private final LongSupplier micros;

    /** So many at once, refilled evenly over {@code interval}. */
    public Factory(int atOnce, Duration interval) {
      this(atOnce, interval, () -> System.nanoTime() / 1_000);
    }

    Factory(int atOnce, Duration interval, LongSupplier micros) {
      this.limit = new Gcra(atOnce, interval);
      this.micros = micros;
    }

    /** A new one, of which nothing is used up. */
    public LocalRateLimiter create() {
      return new LocalRateLimiter(limit, micros);
    }
  }

  /** Takes one: zero where it may go on, else until it may, and nothing is taken. */
  public Duration tryAcquire() {
    long now = micros.getAsLong();
    long debt = Math.clamp(paidAt - now, 0, limit.capacity());
    if (!limit.allows(debt, 1)) {
      return limit.decision(false, debt, 1).retryAfter();
    }
    paidAt = now + debt + limit.emission();
    return Duration.ZERO;
  }
}
