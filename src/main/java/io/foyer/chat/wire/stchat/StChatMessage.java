package io.foyer.chat.wire.stchat;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** What a guest sends: {@code {"message": "…"}}, and {@code clientMsgId} if he likes. */
sealed interface StChatMessage {
  /** He says something; the client's name for it may be empty. */
  record Say(String text, String clientId) implements StChatMessage {}

  /** {@code null}, which st-chat passed over. */
  record Nothing() implements StChatMessage {}

  /** It cannot be understood. */
  record Wrong(String reason) implements StChatMessage {}

  /** Reads one frame; never fails. */
  static StChatMessage parse(String frame) {
    try {
      return of(new JsonObject(frame));
    } catch (DecodeException | ClassCastException broken) {
      return new Wrong("A frame must be a JSON object with the key message.");
    }
  }

  private static StChatMessage of(JsonObject json) {
    if (!json.containsKey("message")) {
      return new Wrong("The key message is missing.");
    }
    Object clientId = json.getValue("clientMsgId", "");
    return switch (json.getValue("message")) {
      case null -> new Nothing();
      case String text when clientId instanceof String name -> new Say(text, name);
      case String text -> new Wrong("clientMsgId must be a text.");
      default -> new Wrong("message must be a text.");
    };
  }
}
