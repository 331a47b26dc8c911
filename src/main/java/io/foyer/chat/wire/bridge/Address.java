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

  /** The messages of a feed. */
  record Feed(String subject) implements Address {}

  /** Longer ones are refused unread. */
  int LONGEST = 200;

  /** What the address of a feed begins with. */
  String FEED = "feed.";

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

  /** The address of a feed. */
  static String ofFeed(String subject) {
    return FEED + subject;
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
      default -> name.startsWith(FEED) ? Optional.of(feed(name)) : room(name);
    };
  }

  private static Address feed(String name) {
    return new Feed(name.substring(FEED.length()));
  }

  private static Optional<Address> room(String name) {
    return Optional.of(ROOM.matcher(name))
        .filter(it -> it.matches())
        .map(it -> new Room(it.group(1)));
  }
}
