package io.foyer.platform.amqp;

import java.time.Duration;

/**
 * Backoff and timeouts of a consumer.
 *
 * @param firstPause first backoff
 * @param longestPause longest backoff: consuming resumes at most this long after the broker or the
 *     store is back
 * @param settle timeout for handlers in progress when a session ends
 * @param drain timeout of a whole drain
 */
record ConsumerTimeouts(
    Duration firstPause, Duration longestPause, Duration settle, Duration drain) {
  static final ConsumerTimeouts USUAL =
      new ConsumerTimeouts(
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20));
}
