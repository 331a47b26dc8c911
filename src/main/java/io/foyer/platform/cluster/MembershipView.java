package io.foyer.platform.cluster;

import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.NodeInfo;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Members of the cluster as this node knows them, ordered by id so that all nodes list them alike.
 */
final class MembershipView {
  private static final int MAX_LEFT_NODES = 1_000;

  private final String me;
  private final Set<String> leftNodes = new LinkedHashSet<>();
  private final Set<String> missingInRedis = new HashSet<>();
  private volatile Map<String, String> nodes;

  MembershipView(String me) {
    this.me = me;
    this.nodes = Map.of(me, "");
  }

  /** Difference between two views. */
  record Change(Set<String> joined, Set<String> left) {}

  /** Ids of all members. May be called on any thread. */
  List<String> ids() {
    return List.copyOf(nodes.keySet());
  }

  Set<String> others() {
    var others = new TreeSet<>(nodes.keySet());
    others.remove(me);
    return others;
  }

  boolean contains(String node) {
    return nodes.containsKey(node);
  }

  /** Bus address of a node; empty while the node is unknown or its bus has not started. */
  Optional<NodeInfo> info(String node) {
    return Optional.ofNullable(nodes.get(node))
        .filter(text -> !text.isEmpty())
        .map(MembershipView::decode);
  }

  /**
   * Whether a member is missing in Redis because Redis is new or was flushed. Its last known
   * registrations still count.
   */
  boolean missingInRedis(String node) {
    return missingInRedis.contains(node);
  }

  /** Whether a node has left. Its id is never used again. */
  boolean hasLeft(String node) {
    return leftNodes.contains(node);
  }

  /** Removes a node that has left. */
  Change leave(String node) {
    leftNodes.add(node);
    if (leftNodes.size() > MAX_LEFT_NODES) {
      leftNodes.remove(leftNodes.iterator().next());
    }
    missingInRedis.remove(node);
    var now = new TreeMap<>(nodes);
    now.remove(node);
    return replace(now);
  }

  /**
   * Applies a snapshot. Until Redis has settled, nodes missing in it are kept: they may only be
   * late.
   */
  Change update(MembershipSnapshot snapshot) {
    var now = new TreeMap<>(snapshot.nodes());
    now.keySet().removeAll(leftNodes);
    missingInRedis.clear();
    if (!snapshot.settled()) {
      nodes.forEach(
          (node, info) -> {
            if (now.putIfAbsent(node, info) == null) {
              missingInRedis.add(node);
            }
          });
    }
    now.putIfAbsent(me, "");
    missingInRedis.remove(me);
    return replace(now);
  }

  private Change replace(Map<String, String> now) {
    var joined = new TreeSet<>(now.keySet());
    joined.removeAll(nodes.keySet());
    var left = new TreeSet<>(nodes.keySet());
    left.removeAll(now.keySet());
    nodes = now;
    return new Change(joined, left);
  }

  static String encode(NodeInfo info) {
    return new JsonObject()
        .put("host", info.host())
        .put("port", info.port())
        .put("metadata", info.metadata())
        .encode();
  }

  static NodeInfo decode(String text) {
    var json = new JsonObject(text);
    return new NodeInfo(
        json.getString("host"), json.getInteger("port"), json.getJsonObject("metadata"));
  }
}
