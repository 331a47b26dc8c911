package io.foyer.chat.hub;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** One connection's place in the hub. Belongs to the event loop of its socket. */
public interface Seat {
  /**
   * Follows a room: everything after {@code after}, then what comes, each once and in order, by the
   * seat's {@link Wire}.
   *
   * @param after the last number the client has; empty for what comes from now on
   * @return the number it begins after, before any event of the room is sent; fails with {@code
   *     Problem.NotFound} for whoever is not a member
   */
  Future<Long> watch(String room, OptionalLong after);

  /** Follows it no more. */
  void unwatch(String room);

  /**
   * Who is there of those who share {@code room}; and their news from now on, while it is watched.
   */
  Future<Map<String, Presence>> people(String room);

  /** Tells the room's other watchers; ends by itself within ten seconds. */
  void typing(String room, boolean typing);

  /** Whether the person behind this connection is looking. */
  void away(boolean away);

  /** Whether it hears of rooms that its account can come into; at first it does not. */
  void news(boolean wanted);

  /** The rooms it watches. */
  List<String> rooms();

  /** Gives the place up; also done by the hub when the socket is closed. */
  void close();
}
