package io.foyer.feeds;

import io.foyer.feeds.LeaseStore.Lease;

/**
 * Checkpoint of a stream's writer.
 *
 * @param incarnation the row of {@code feed_incarnations}
 * @param seq sequence of the last written message
 */
record Checkpoint(Lease lease, long incarnation, long seq) {
  Checkpoint at(long moved) {
    return new Checkpoint(lease, incarnation, moved);
  }
}
