package io.foyer.chat;

import java.util.Optional;

/**
 * Notification that an account can join a room from now on: a new public room or an invitation.
 * Best effort; {@link ChatService#rooms} is authoritative.
 *
 * @param room its id
 * @param owner account that created it
 * @param members number of members
 * @param whom invited account; empty for a public room, which everyone may see
 */
public record RoomAvailable(
    String room,
    String name,
    String topic,
    String owner,
    ChatAccess chatAccess,
    long members,
    Optional<String> whom) {

  /** Checks that a private room is announced only to the invited account. */
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
