package io.foyer.chat;

import io.foyer.chat.ChatEvent.Kind;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/**
 * An event before it has a number.
 *
 * @param hash of what the client said, to tell a repeat from another message of the same name
 * @param guest whether its author need not be a member
 */
record NewEvent(
    String room,
    String id,
    Kind kind,
    String account,
    int type,
    String body,
    String clientId,
    Buffer hash,
    boolean guest) {

  /** What is not said but done. */
  static NewEvent of(String room, String id, Kind kind, String account, String body) {
    return new NewEvent(room, id, kind, account, 0, body, "", Buffer.buffer(), true);
  }

  /** With its number it is one. */
  ChatEvent numbered(long seq, Instant at) {
    return new ChatEvent(room, seq, id, kind, account, "", type, body, clientId, at);
  }
}
