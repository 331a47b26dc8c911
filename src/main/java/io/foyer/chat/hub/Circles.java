package io.foyer.chat.hub;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The rooms whose people somebody on this node asked for, and who their members are. Guarded by
 * {@link People}.
 */
final class Circles {
  private final Map<String, Circle> circles = new HashMap<>();
  private final Map<String, Set<String>> roomsOf = new HashMap<>();

  private static final class Circle {
    private final Set<String> members = new HashSet<>();
    private final Set<String> left = new HashSet<>();
    private int watchers;
    private boolean known;
  }

  void watch(String room) {
    circles.computeIfAbsent(room, it -> new Circle()).watchers++;
  }

  void unwatch(String room) {
    Circle circle = circles.get(room);
    if (circle != null && --circle.watchers == 0) {
      circles.remove(room);
      circle.members.forEach(it -> forget(room, it));
    }
  }

  boolean known(String room) {
    Circle circle = circles.get(room);
    return circle != null && circle.known;
  }

  Set<String> members(String room) {
    Circle circle = circles.get(room);
    return circle == null ? Set.of() : Set.copyOf(circle.members);
  }

  /** The members were read; who left while they were being read did leave. */
  void read(String room, Set<String> members) {
    Circle circle = circles.get(room);
    if (circle == null || circle.known) {
      return;
    }
    circle.known = true;
    members.stream().filter(it -> !circle.left.contains(it)).forEach(it -> enter(room, circle, it));
    circle.left.clear();
  }

  /** Returns whether anybody watches that room's people. */
  boolean came(String room, String account) {
    Circle circle = circles.get(room);
    if (circle == null) {
      return false;
    }
    circle.left.remove(account);
    enter(room, circle, account);
    return true;
  }

  void went(String room, String account) {
    Circle circle = circles.get(room);
    if (circle != null) {
      circle.members.remove(account);
      forget(room, account);
      if (!circle.known) {
        circle.left.add(account);
      }
    }
  }

  private void enter(String room, Circle circle, String account) {
    circle.members.add(account);
    roomsOf.computeIfAbsent(account, it -> new HashSet<>(2)).add(room);
  }

  private void forget(String room, String account) {
    Set<String> rooms = roomsOf.get(account);
    if (rooms != null && rooms.remove(room) && rooms.isEmpty()) {
      roomsOf.remove(account);
    }
  }

  /** The watched rooms that somebody is a member of. */
  Set<String> roomsOf(String account) {
    return Set.copyOf(roomsOf.getOrDefault(account, Set.of()));
  }
}
