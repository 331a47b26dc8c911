package io.foyer.chat.wire.bridge;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a client may register. Everything else is denied. */
sealed interface Address {
  /** What happens in a room: its events, and who is typing. */
  record Room(String id) implements Address {}

  /** The rooms this person came into, by whatever way. */
  record Rooms() implements Address {}

  /** The rooms this person can come into from now on. */
  record NewRooms() implements Address {}

  /** Who came and went, of those that were asked for at {@code chat.people}. */
  record People() implements Address {}

  /** Longer ones are refused unread. */
  int LONGEST = 200;

  /** Where presence is told. */
  String PRESENCE = "chat.presence";

  /** Where one hears of rooms one came into. */
  String ROOMS = "chat.rooms";

  /** Where one hears of rooms one can come into. */
  String CHATROOM = "chat.chatroom";

  /** Ids are 24 hex digits. */
  Pattern ROOM = Pattern.compile("chat\\.room\\.([0-9a-f]{24})");

  /** The address of a room. */
  static String ofRoom(String id) {
    return "chat.room." + id;
  }

  /** As much of an address as is repeated; half of a pair is not. */
  static String shortened(String address) {
    if (address.length() <= LONGEST) {
      return address;
    }
    boolean halved = Character.isHighSurrogate(address.charAt(LONGEST - 1));
    return address.substring(0, halved ? LONGEST - 1 : LONGEST);
  }

  /** What an address stands for; empty where it stands for nothing. */
  static Optional<Address> of(String name) {
    return switch (name) {
      case PRESENCE -> Optional.of(new People());
      case ROOMS -> Optional.of(new Rooms());
      case CHATROOM -> Optional.of(new NewRooms());
      default ->
          Optional.of(ROOM.matcher(name))
              .filter(it -> it.matches())
              .map(it -> new Room(it.group(1)));
    };
  }
}
