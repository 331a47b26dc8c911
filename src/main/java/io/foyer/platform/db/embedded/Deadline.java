package io.foyer.platform.db.embedded;

import java.time.Duration;

/**
 * Deadline of a polling loop.
 *
 * @param end as a value of {@link System#nanoTime}
 */
record Deadline(long end) {
  private static final long STEP_MILLIS = 10;

  static Deadline in(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos());
  }

  boolean over() {
    return System.nanoTime() - end >= 0;
  }

  /** Waits a moment; false if there is no time left. */
  boolean pause() throws EmbeddedPostgresException {
    if (over()) {
      return false;
    }
    try {
      Thread.sleep(STEP_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException("interrupted while waiting for the embedded PostgreSQL");
    }
  }
}
