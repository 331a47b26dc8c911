package io.foyer.accounts.wire;

import java.time.Duration;

/** Writes the {@code Retry-After} header. */
final class RetryAfter {
  private RetryAfter() {}

  /** Seconds, rounded up and at least 1, so that a client never retries too early. */
  static String up(Duration wait) {
    return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
  }
}
