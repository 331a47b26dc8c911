package io.foyer.chat.wire.plain;

import io.foyer.chat.History;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a client asks for in one frame of version 1. */
sealed interface Asked {
  /** What the answer repeats. */
  Optional<String> ref();

  /**
   * The first frame.
   *
   * @param resume the last number the client has, by room
   */
  record Hello(
      Optional<String> ref,
      long version,
      Optional<String> token,
      Map<String, Long> resume,
      boolean all,
      List<String> rooms)
      implements Asked {
    public Hello {
      resume = Map.copyOf(resume);
      rooms = List.copyOf(rooms);
    }

    /** A record would print the token. */
    @Override
    public String toString() {
      return "Hello[version=" + version + "]";
    }
  }

  record Watch(Optional<String> ref, String room, OptionalLong after) implements Asked {}

  record Unwatch(Optional<String> ref, String room) implements Asked {}

  record Follow(Optional<String> ref, String feed, OptionalLong after) implements Asked {}

  record Unfollow(Optional<String> ref, String feed) implements Asked {}

  record Send(Optional<String> ref, String room, String clientId, String text) implements Asked {}

  record Page(Optional<String> ref, String room, History.Part part, int limit) implements Asked {}

  record People(Optional<String> ref, String room) implements Asked {}

  record Typing(Optional<String> ref, String room, boolean on) implements Asked {}

  record Read(Optional<String> ref, String room, long seq) implements Asked {}

  record Away(Optional<String> ref, boolean away) implements Asked {}

  record Ping(Optional<String> ref) implements Asked {}

  /** It cannot be understood; why, for its sender. */
  record Bad(Optional<String> ref, String code, String message) implements Asked {}
}
