package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.ChatLog;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is online, over all nodes, and who wants to know. What changes is told at the next {@link
 * #turn}, once, and not at all if it changed back. Safe for use by many threads.
 */
final class People {
  private final Attendance here = new Attendance();
  private final OtherNodes elsewhere = new OtherNodes();
  private final Circles circles = new Circles();
  private final Map<String, Presence> toldNodes = new HashMap<>();
  private final Map<String, Presence> told = new HashMap<>();
  private final Set<String> touchedHere = new HashSet<>();
  private final Set<String> touched = new LinkedHashSet<>();
  private final List<News> arrivals = new ArrayList<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private final List<Runnable> settled = new ArrayList<>();
  private long number;

  /**
   * Something to tell.
   *
   * @param rooms whose watchers are to hear it
   */
  record News(String account, Presence presence, Set<String> rooms) {}

  /**
   * What a turn brought.
   *
   * @param number of the changes of this node so far
   * @param changes of this node's people, for the other nodes; may be empty
   */
  record Turn(long number, Map<String, Presence> changes, List<News> news) {}

  /** This node's people, for others to begin with. */
  record Snapshot(long number, Map<String, Presence> people) {}

  // Connections of this node.

  void arrive(String account) {
    change(account, 1, 0);
  }

  void depart(String account, boolean away) {
    change(account, -1, away ? -1 : 0);
  }

  void away(String account, boolean away) {
    change(account, 0, away ? 1 : -1);
  }

  private synchronized void change(String account, int connections, int away) {
    if (!account.isEmpty()) { // guests are nobody in particular
      here.change(account, connections, away);
      touchedHere.add(account);
      touched.add(account);
    }
  }

  // Watchers.

  synchronized void watch(String room) {
    circles.watch(room);
  }

  synchronized void unwatch(String room) {
    circles.unwatch(room);
  }

  /** The members of a watched room. */
  Future<Set<String>> members(String room, ChatLog log) {
    synchronized (this) {
      if (circles.known(room)) {
        return Future.succeededFuture(circles.members(room));
      }
    }
    return log.members(room).map(members -> read(room, members));
  }

  private synchronized Set<String> read(String room, Set<String> members) {
    circles.read(room, members);
    return circles.known(room) ? circles.members(room) : members;
  }

  /** Who of these is there, as far as that was told. */
  synchronized Map<String, Presence> among(Set<String> accounts) {
    Map<String, Presence> there = new HashMap<>();
    boolean fewer = told.size() < accounts.size();
    for (String account : fewer ? told.keySet() : accounts) {
      Presence presence = told.get(account);
      if (presence != null && accounts.contains(account)) {
        there.put(account, presence);
      }
    }
    return there;
  }

  /**
   * Runs something when what is known of these accounts was told: now, or after the coming turn.
   * Who then asks {@link #among} misses nobody who was there before.
   */
  void whenTold(Set<String> accounts, Runnable action) {
    synchronized (this) {
      if (touched.stream().anyMatch(accounts::contains)) {
        waiting.add(action);
        return;
      }
    }
    action.run();
  }

  /** What waited for the last turn, whose news are told by now. */
  synchronized List<Runnable> told() {
    List<Runnable> ready = List.copyOf(settled);
    settled.clear();
    return ready;
  }

  /** Events of a room, in its order. */
  synchronized void passed(List<ChatEvent> events) {
    for (ChatEvent event : events) {
      switch (event.kind()) {
        case JOIN -> came(event.room(), event.account());
        case LEAVE, REMOVED -> circles.went(event.room(), event.account());
        case MESSAGE, TOPIC, ARCHIVED, EXIT -> {}
      }
    }
  }

  private void came(String room, String account) {
    Presence presence = told.get(account);
    if (circles.came(room, account) && presence != null) {
      arrivals.add(new News(account, presence, Set.of(room)));
    }
  }

  // Other nodes.

  /** Returns whether the node must be asked for all its people. */
  synchronized boolean beat(String node, long count, long now) {
    return !elsewhere.beat(node, count, now);
  }

  /** Returns whether the node must be asked for all its people. */
  synchronized boolean changed(String node, long count, Map<String, Presence> news, long now) {
    boolean followed = elsewhere.changed(node, count, news, now);
    if (followed) {
      touched.addAll(news.keySet());
    }
    return !followed;
  }

  synchronized void all(String node, long count, Map<String, Presence> people, long now) {
    touched.addAll(elsewhere.all(node, count, people, now));
  }

  synchronized void gone(String node) {
    touched.addAll(elsewhere.gone(node));
  }

  synchronized Snapshot snapshot() {
    return new Snapshot(number, Map.copyOf(toldNodes));
  }

  synchronized long number() {
    return number;
  }

  // Telling.

  /** What somebody is, as far as that was told. */
  synchronized Presence of(String account) {
    return told.getOrDefault(account, Presence.OFFLINE);
  }

  /** What has changed since the last turn. */
  synchronized Turn turn(long now) {
    elsewhere.silent(now).forEach(this::gone);
    Map<String, Presence> changes = new HashMap<>();
    for (String account : touchedHere) {
      Presence presence = here.of(account);
      if (put(toldNodes, account, presence)) {
        changes.put(account, presence);
      }
    }
    touchedHere.clear();
    settled.addAll(waiting);
    waiting.clear();
    if (!changes.isEmpty()) {
      number++;
    }
    return new Turn(number, changes, news());
  }

  private List<News> news() {
    List<News> news = new ArrayList<>(arrivals);
    arrivals.clear();
    for (String account : touched) {
      Presence near = here.of(account);
      Presence far = elsewhere.of(account);
      Presence best = near.compareTo(far) > 0 ? near : far;
      if (put(told, account, best)) {
        Set<String> rooms = circles.roomsOf(account);
        if (!rooms.isEmpty()) {
          news.add(new News(account, best, rooms));
        }
      }
    }
    touched.clear();
    return news;
  }

  private static boolean put(Map<String, Presence> known, String account, Presence presence) {
    Presence before =
        presence == Presence.OFFLINE ? known.remove(account) : known.put(account, presence);
    return !presence.equals(before == null ? Presence.OFFLINE : before);
  }
}
