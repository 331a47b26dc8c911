package io.foyer.platform.amqp;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Ever longer pauses: doubled each time up to a longest, of which a random half is taken off. */
final class Backoff {
  private final Duration first;
  private final Duration longest;
  private final DoubleSupplier random;
  private int failures;

  /**
   * Starts at the first pause.
   *
   * @param random from 0 to below 1
   */
  Backoff(Duration first, Duration longest, DoubleSupplier random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /** How long to wait now. */
  Duration next() {
    // The shift stays far below overflow: at 20 doublings any first pause has reached the longest.
    long doubled = first.toMillis() << Math.min(failures, 20);
    failures++;
    return jittered(Math.min(doubled, longest.toMillis()));
  }

  /** The longest pause, for what a person must mend: asking often would not help. */
  Duration longest() {
    failures++;
    return jittered(longest.toMillis());
  }

  /** It works again: the next pause is the first one. */
  void reset() {
    failures = 0;
  }

  /** How many pauses there were since it last worked. */
  int failures() {
    return failures;
  }

  private Duration jittered(long millis) {
    return Duration.ofMillis(Math.round(millis * (1 - random.getAsDouble() / 2)));
  }
}
