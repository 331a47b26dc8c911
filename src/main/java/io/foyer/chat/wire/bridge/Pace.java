package io.foyer.chat.wire.bridge;

/** How fast one client may ask: so many at once, and so many a second after that. */
final class Pace {
  static final int AT_ONCE = 1_000;
  private static final int A_SECOND = 200;
  private static final long NANOS = 1_000_000_000L / A_SECOND;
  private static final long CAPACITY = NANOS * AT_ONCE;

  private long filledAt;
  private long debt;

  Pace(long now) {
    this.filledAt = now;
  }

  /**
   * Counts one.
   *
   * @param now a monotonic time in nanoseconds
   * @return whether it may go on; one that may not is not counted
   */
  boolean take(long now) {
    debt = Math.max(0, debt - (now - filledAt));
    filledAt = now;
    if (debt + NANOS > CAPACITY) {
      return false;
    }
    debt += NANOS;
    return true;
  }
}
