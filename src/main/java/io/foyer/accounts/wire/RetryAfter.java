package io.foyer.accounts.wire;

import java.time.Duration;

/** Writes the {@code Retry-After} header. */
final class RetryAfter {
  private RetryAfter() {}

  /** Rounded up, and one at least: who waits so long does not come too early. */
  static String up(Duration wait) {
    return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
  }
}
