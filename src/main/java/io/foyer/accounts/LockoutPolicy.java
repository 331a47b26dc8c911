package io.foyer.accounts;

import java.time.Duration;
import java.util.stream.IntStream;

/**
 * Backoff after failed log-ins: no delay for the first few, then one second, doubled with each
 * failure.
 *
 * @param free failures without a delay
 * @param longest maximum delay
 */
record LockoutPolicy(int free, Duration longest) {
  /** For what was typed as handle or e-mail address, from one network. */
  static final LockoutPolicy LOGIN = new LockoutPolicy(20, Duration.ofSeconds(30));

  /**
   * Per login from everywhere. Short, so that it only slows down: an attacker with many networks
   * gets one guess in four seconds, and cannot lock the owner out.
   */
  static final LockoutPolicy CEILING = new LockoutPolicy(100, Duration.ofSeconds(4));

  /** For an address, which a whole school may share. */
  static final LockoutPolicy ADDRESS = new LockoutPolicy(200, Duration.ofMinutes(5));

  /** For registrations from one network: {@code free} within an hour without a pause. */
  static LockoutPolicy signUps(int free) {
    return new LockoutPolicy(free, Duration.ofMinutes(5));
  }

  /** The pause after the {@code failures}th failure. */
  Duration after(int failures) {
    int step = failures - free - 1;
    if (step < 0) {
      return Duration.ZERO;
    }
    Duration pause = Duration.ofSeconds(1L << Math.min(step, 20));
    return pause.compareTo(longest) < 0 ? pause : longest;
  }

  /** Seconds of pause by failures, beginning with the first; the last one holds for all above. */
  Double[] ladder() {
    int rungs =
        (int) IntStream.iterate(1, n -> after(n).compareTo(longest) < 0, n -> n + 1).count();
    return IntStream.rangeClosed(1, rungs + 1)
        .mapToObj(n -> (double) after(n).toSeconds())
        .toArray(Double[]::new);
  }
}
