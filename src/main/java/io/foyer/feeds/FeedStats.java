package io.foyer.feeds;

import java.time.Instant;
import java.util.Optional;

/**
 * Statistics of a feed.
 *
 * @param first first kept number; {@code last} + 1 if none is kept
 * @param last last number; 0 before the first message
 * @param quarantined messages in quarantine that have no number yet
 * @param perMinute messages of the last 60 seconds
 * @param bytes disk size of its columns and their indexes
 * @param lastAt broker timestamp of the newest message, if it is kept
 */
record FeedStats(
    long first, long last, long quarantined, long perMinute, long bytes, Optional<Instant> lastAt) {
  /** Statistics of a feed without messages. */
  static final FeedStats NEW = new FeedStats(1, 0, 0, 0, 0, Optional.empty());
}
