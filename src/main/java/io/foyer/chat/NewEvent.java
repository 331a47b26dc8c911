package io.foyer.chat;

import io.foyer.chat.ChatEvent.Kind;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/**
 * An event that has no sequence number yet.
 *
 * @param hash hash of the content, to tell a retry from another message with the same idempotency
 *     key
 * @param guest whether the author need not be a member, such as a bot
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

  /** An event that is not a message. */
  static NewEvent of(String room, String id, Kind kind, String account, String body) {
    return new NewEvent(room, id, kind, account, 0, body, "", Buffer.buffer(), true);
  }

  /** With its number it is one. */
  ChatEvent numbered(long seq, Instant at) {
    return new ChatEvent(room, seq, id, kind, account, "", type, body, clientId, at);
  }
}
