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
final class Living {
  private static final int REMEMBERED = 1_000;

  private final String me;
  private final Set<String> left = new LinkedHashSet<>();
  private final Set<String> missing = new HashSet<>();
  private volatile Map<String, String> nodes;

  Living(String me) {
    this.me = me;
    this.nodes = Map.of(me, "");
  }

  /** Who came and who went. */
  record Difference(Set<String> came, Set<String> went) {}

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
    return Optional.ofNullable(nodes.get(node)).filter(text -> !text.isEmpty()).map(Living::decode);
  }

  /** Whether Redis, new or flushed, has not heard of this node again: what it had still counts. */
  boolean missing(String node) {
    return missing.contains(node);
  }

  /** Whether the node said farewell. Its id never comes back. */
  boolean left(String node) {
    return left.contains(node);
  }

  /** The node said farewell. */
  Difference leave(String node) {
    left.add(node);
    if (left.size() > REMEMBERED) {
      left.remove(left.iterator().next());
    }
    missing.remove(node);
    var now = new TreeMap<>(nodes);
    now.remove(node);
    return become(now);
  }

  /** Until Redis has settled, who is not in its list may only be late. */
  Difference hear(Census census) {
    var now = new TreeMap<>(census.nodes());
    now.keySet().removeAll(left);
    missing.clear();
    if (!census.settled()) {
      nodes.forEach(
          (node, info) -> {
            if (now.putIfAbsent(node, info) == null) {
              missing.add(node);
            }
          });
    }
    now.putIfAbsent(me, "");
    missing.remove(me);
    return become(now);
  }

  private Difference become(Map<String, String> now) {
    var came = new TreeSet<>(now.keySet());
    came.removeAll(nodes.keySet());
    var went = new TreeSet<>(nodes.keySet());
    went.removeAll(now.keySet());
    nodes = now;
    return new Difference(came, went);
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
