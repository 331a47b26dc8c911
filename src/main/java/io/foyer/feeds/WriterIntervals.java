package io.foyer.feeds;

import java.time.Duration;

/**
 * How long the writer of a stream waits for what.
 *
 * @param lease how long a node may write without renewing its right to
 * @param renewal how often it renews it, and compares its place with the stream's
 * @param standby how often another node tries to take it
 * @param leastBackoff the shortest wait after a failure; doubles up to {@code mostBackoff}
 * @param mostBackoff the longest wait after a failure
 */
public record WriterIntervals(
    Duration lease,
    Duration renewal,
    Duration standby,
    Duration leastBackoff,
    Duration mostBackoff) {
  /**
   * Within ten seconds of a crash another node writes: a lease, a look each second, a connection.
   */
  public static final WriterIntervals STANDARD =
      new WriterIntervals(
          Duration.ofSeconds(6),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofMillis(250),
          Duration.ofSeconds(4));
}
