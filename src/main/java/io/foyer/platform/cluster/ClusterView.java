package io.foyer.platform.cluster;

import java.util.List;
import java.util.Set;

/**
 * The cluster as one node sees it.
 *
 * @param nodes all that Redis lists, this one among them
 * @param unreachable those that do not answer this node, which sends them nothing
 * @param redisAnswers whether a beat was answered within the last time to live; without it messages
 *     go on, but no change is seen
 */
public record ClusterView(List<String> nodes, Set<String> unreachable, boolean redisAnswers) {
  public ClusterView {
    nodes = List.copyOf(nodes);
    unreachable = Set.copyOf(unreachable);
  }
}
