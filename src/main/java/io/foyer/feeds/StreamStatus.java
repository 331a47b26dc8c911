package io.foyer.feeds;

import java.time.Instant;
import java.util.Optional;

/**
 * Status of the feeds' stream, the same on every node.
 *
 * @param written whether a node holds the writer lease
 * @param look last lag sample of that node; empty before the first
 * @param incarnations number of incarnations of the stream
 * @param gaps recorded gaps of messages lost before they were written
 * @param lost messages in these gaps
 * @param bytes disk size of the raw messages and their indexes
 */
record StreamStatus(
    String name,
    boolean written,
    Optional<LagSample> look,
    long incarnations,
    long gaps,
    long lost,
    long bytes) {
  /**
   * A measurement of the writer's lag.
   *
   * @param lag messages in the stream that were not yet written
   */
  record LagSample(long lag, Instant at) {}
}
