package io.foyer.feeds;

import java.time.Instant;
import java.util.Optional;

/**
 * How the stream of the feeds stands, as every node can tell.
 *
 * @param written whether a node holds it now
 * @param look how far it went when that node looked; empty before the first look
 * @param incarnations streams of this name that there have been
 * @param gaps stretches that were lost before they were written, as far as they are kept
 * @param lost messages in them
 * @param bytes of the messages as they came, with their indexes
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
   * A look at the stream.
   *
   * @param lag messages in it that were not written then
   */
  record LagSample(long lag, Instant at) {}
}
