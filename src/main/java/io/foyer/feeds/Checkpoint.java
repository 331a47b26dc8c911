package io.foyer.feeds;

import io.foyer.feeds.LeaseStore.Lease;

/**
 * Where the writer of a stream stands.
 *
 * @param incarnation the row of {@code feed_incarnations}
 * @param seq the last message that is written
 */
record Checkpoint(Lease lease, long incarnation, long seq) {
  Checkpoint at(long moved) {
    return new Checkpoint(lease, incarnation, moved);
  }
}
