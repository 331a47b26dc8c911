package io.foyer.platform.amqp;

import java.time.Duration;

/**
 * How long a consumer waits for what.
 *
 * @param firstPause before the first new attempt
 * @param longestPause between later attempts: so long at most does consuming stand still after the
 *     broker or the store is back
 * @param settle for handlers that are under way when consuming stops
 * @param drain for the whole of a drain
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
