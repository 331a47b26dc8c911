package io.foyer;

import io.foyer.accounts.HashCost;
import io.foyer.feeds.WriterIntervals;
import java.time.Duration;

/**
 * Costs and intervals of a node that are no business of its operator, so no part of its
 * configuration: every Foyer that runs has {@link #STANDARD}, tests wait less.
 *
 * @param stale how old this node's knowledge of ended sessions may be to let anybody in by it
 * @param remembered how long a good token of an accounts server elsewhere is believed
 * @param socketCheck how often open sockets are checked for log-ins that have ended
 * @param clusterJoin how long a start waits for Redis before the node starts alone
 */
record Tuning(
    HashCost hashCost,
    Duration stale,
    Duration remembered,
    Duration socketCheck,
    Duration clusterJoin,
    WriterIntervals feedWriter) {
  static final Tuning STANDARD =
      new Tuning(
          HashCost.STANDARD,
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(3),
          WriterIntervals.STANDARD);
}
