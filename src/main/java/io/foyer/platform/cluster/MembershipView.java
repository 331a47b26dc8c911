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

/** Which nodes there are, by ids in their natural order, so that all nodes list them alike. */
final class MembershipView {
  private static final int REMEMBERED = 1_000;

  private final String me;
  private final Set<String> hasLeft = new LinkedHashSet<>();
  private final Set<String> missingInRedis = new HashSet<>();
  private volatile Map<String, String> nodes;

  MembershipView(String me) {
    this.me = me;
    this.nodes = Map.of(me, "");
  }

  /** Who came and who went. */
  record Change(Set<String> joined, Set<String> left) {}

  /** May be called on any thread. */
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

  /** Empty while the node is unknown or its bus has not started. */
  Optional<NodeInfo> info(String node) {
    return Optional.ofNullable(nodes.get(node))
        .filter(text -> !text.isEmpty())
        .map(MembershipView::decode);
  }

  /** Whether Redis, new or flushed, has not heard of this node again: what it had still counts. */
  boolean missingInRedis(String node) {
    return missingInRedis.contains(node);
  }

  /** Whether the node said farewell. Its id never comes back. */
  boolean hasLeft(String node) {
    return hasLeft.contains(node);
  }

  /** The node said farewell. */
  Change leave(String node) {
    hasLeft.add(node);
    if (hasLeft.size() > REMEMBERED) {
      hasLeft.remove(hasLeft.iterator().next());
    }
    missingInRedis.remove(node);
    var now = new TreeMap<>(nodes);
    now.remove(node);
    return replace(now);
  }

  /** Until Redis has settled, who is not in its list may only be late. */
  Change update(MembershipSnapshot snapshot) {
    var now = new TreeMap<>(snapshot.nodes());
    now.keySet().removeAll(hasLeft);
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
    var came = new TreeSet<>(now.keySet());
    came.removeAll(nodes.keySet());
    var went = new TreeSet<>(nodes.keySet());
    went.removeAll(now.keySet());
    nodes = now;
    return new Change(came, went);
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
