package io.foyer.chat;

import java.util.List;
import java.util.Optional;

/**
 * Rooms in the order of their names.
 *
 * @param next what to ask for the next page with; empty on the last
 */
public record RoomPage(List<Room> items, Optional<String> next) {
  /** Keeps the items from changing. */
  public RoomPage {
    items = List.copyOf(items);
  }
}
