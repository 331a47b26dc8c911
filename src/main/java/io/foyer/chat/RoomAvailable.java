package io.foyer.chat;

import java.util.Optional;

/**
 * A room that somebody may come into from now on. A hint, which may get lost: what is true is said
 * by {@link ChatService#rooms}.
 *
 * @param room its id
 * @param owner the account that made it
 * @param members how many are in
 * @param whom the account that was invited; empty where everybody may know, of public rooms only
 */
public record RoomAvailable(
    String room,
    String name,
    String topic,
    String owner,
    ChatAccess chatAccess,
    long members,
    Optional<String> whom) {

  /** Checks that nobody hears of a room he may not know of. */
  public RoomAvailable {
    if (chatAccess == ChatAccess.INVITED && whom.isEmpty()) {
      throw new IllegalArgumentException("a room by invitation is not for everybody");
    }
  }

  static RoomAvailable of(Room room, Optional<String> whom) {
    return new RoomAvailable(
        room.id(),
        room.name(),
        room.topic(),
        room.owner(),
        room.chatAccess(),
        room.members(),
        whom);
  }
}
