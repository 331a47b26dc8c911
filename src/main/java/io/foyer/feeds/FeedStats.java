package io.foyer.feeds;

import java.time.Instant;
import java.util.Optional;

/**
 * How a feed stands.
 *
 * @param first the first number that is kept; one above {@code last} where none is
 * @param last the newest number; 0 before the first message
 * @param quarantined messages that could not be read, and still have no number
 * @param perMinute messages of the last sixty seconds
 * @param bytes of its columns on the disk, with their indexes
 * @param lastAt when the broker took the newest, if it is kept
 */
record FeedStats(
    long first, long last, long quarantined, long perMinute, long bytes, Optional<Instant> lastAt) {
  /** Of a feed that nobody has written yet. */
  static final FeedStats NEW = new FeedStats(1, 0, 0, 0, 0, Optional.empty());
}
