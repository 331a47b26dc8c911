package io.foyer.platform.cluster;

import java.util.List;
import java.util.Set;

/**
 * Snapshot of the cluster as one node sees it, for gauges and readiness.
 *
 * @param nodes ids of all members, this one among them
 * @param unreachable members that do not answer pings of this node, which sends them nothing
 * @param redisAnswers whether a heartbeat was answered within the last time to live; while it is
 *     false messages go on, but membership changes are not seen
 */
public record ClusterView(List<String> nodes, Set<String> unreachable, boolean redisAnswers) {
  public ClusterView {
    nodes = List.copyOf(nodes);
    unreachable = Set.copyOf(unreachable);
  }
}
