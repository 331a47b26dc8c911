package io.foyer.chat.hub;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who is connected to the other nodes, as these say. Guarded by {@link People}. */
final class OtherNodes {
  private static final long SILENT_NANOS = 5_000_000_000L;
  private static final long NOTHING = -1;

  private final Map<String, Node> nodes = new HashMap<>();

  private static final class Node {
    private Map<String, Presence> people = new HashMap<>();
    private long number = NOTHING;
    private long heardAt;
  }

  Presence of(String account) {
    Presence best = Presence.OFFLINE;
    for (Node node : nodes.values()) {
      Presence there = node.people.getOrDefault(account, Presence.OFFLINE);
      best = there.compareTo(best) > 0 ? there : best;
    }
    return best;
  }

  /**
   * A node lives.
   *
   * @return whether what is known of it is as new as it says
   */
  boolean beat(String name, long number, long now) {
    Node node = nodes.computeIfAbsent(name, it -> new Node());
    node.heardAt = now;
    return node.number == number;
  }

  /**
   * A node's people changed.
   *
   * @return whether that followed what is known of it
   */
  boolean changed(String name, long number, Map<String, Presence> news, long now) {
    Node node = nodes.computeIfAbsent(name, it -> new Node());
    node.heardAt = now;
    if (node.number == NOTHING || node.number != number - 1) {
      return false;
    }
    node.number = number;
    news.forEach((account, presence) -> put(node.people, account, presence));
    return true;
  }

  private static void put(Map<String, Presence> people, String account, Presence presence) {
    if (presence == Presence.OFFLINE) {
      people.remove(account);
    } else {
      people.put(account, presence);
    }
  }

  /** All of a node's people; returns whose presence may have changed. */
  Set<String> all(String name, long number, Map<String, Presence> people, long now) {
    Node node = nodes.computeIfAbsent(name, it -> new Node());
    Set<String> touched = new HashSet<>(node.people.keySet());
    touched.addAll(people.keySet());
    node.people = new HashMap<>(people);
    node.number = number;
    node.heardAt = now;
    return touched;
  }

  /** A node has gone; returns who was there. */
  Set<String> gone(String name) {
    Node node = nodes.remove(name);
    return node == null ? Set.of() : node.people.keySet();
  }

  /** The nodes that have said nothing for five seconds. */
  List<String> silent(long now) {
    return nodes.entrySet().stream()
        .filter(it -> now - it.getValue().heardAt > SILENT_NANOS)
        .map(Map.Entry::getKey)
        .toList();
  }
}
