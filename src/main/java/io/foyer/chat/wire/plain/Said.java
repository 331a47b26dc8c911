package io.foyer.chat.wire.plain;

import java.util.Locale;

/**
 * What a frame from the server says, in version 1 of the protocol of {@code /ws}. A new one goes
 * into docs/asyncapi.yaml and docs/chat-protocol.md.
 */
enum Said {
  WELCOME,
  WATCHING,
  UNWATCHED,
  EVENTS,
  ACK,
  HISTORY,
  PEOPLE,
  PRESENCE,
  TYPING,
  CHATROOM,
  FOLLOWING,
  UNFOLLOWED,
  MESSAGES,
  OK,
  PONG,
  ERROR,
  BYE;

  private final String type = name().toLowerCase(Locale.ROOT);

  /** The {@code type} of the frame. */
  String type() {
    return type;
  }
}
