package io.foyer.chat;

import java.util.List;
import java.util.Optional;

/**
 * A page of rooms, ordered by name.
 *
 * @param next cursor of the next page; empty on the last
 */
public record RoomPage(List<Room> items, Optional<String> next) {
  /** Keeps the items from changing. */
  public RoomPage {
    items = List.copyOf(items);
  }
}
