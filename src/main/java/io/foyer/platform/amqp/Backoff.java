package io.foyer.platform.amqp;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Exponential backoff with jitter: doubles up to a longest pause, minus a random part of up to
 * half.
 */
final class Backoff {
  private final Duration first;
  private final Duration longest;
  private final DoubleSupplier random;
  private int failures;

  /**
   * A backoff that starts with the first pause.
   *
   * @param random returns values from 0 (inclusive) to 1 (exclusive)
   */
  Backoff(Duration first, Duration longest, DoubleSupplier random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /** The next pause. */
  Duration next() {
    // Limits the shift, against overflow: after 20 doublings any first pause has reached the
    // longest.
    long doubled = first.toMillis() << Math.min(failures, 20);
    failures++;
    return jittered(Math.min(doubled, longest.toMillis()));
  }

  /** The longest pause, for failures that an operator must fix: frequent retries would not help. */
  Duration longest() {
    failures++;
    return jittered(longest.toMillis());
  }

  /** Resets after a success: the next pause is the first one. */
  void reset() {
    failures = 0;
  }

  /** Number of failures since the last reset. */
  int failures() {
    return failures;
  }

  private Duration jittered(long millis) {
    return Duration.ofMillis(Math.round(millis * (1 - random.getAsDouble() / 2)));
  }
}
