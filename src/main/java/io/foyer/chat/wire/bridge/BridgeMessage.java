package io.foyer.chat.wire.bridge;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What a client of the bridge can say. Types and errors are those of Vert.x's own bridge (5.0.12,
 * {@code EventBusBridgeImpl}).
 */
sealed interface BridgeMessage {
  /** As the clients make them: a UUID. */
  int LONGEST_REPLY_ADDRESS = 36;

  /** The client lives; it expects no answer. */
  record Ping() implements BridgeMessage {}

  /** It wants what is sent to an address. */
  record Register(String address, JsonObject headers) implements BridgeMessage {}

  /** It wants it no more. */
  record Unregister(String address) implements BridgeMessage {}

  /**
   * It says something to an address.
   *
   * @param replyAddress where it waits for the answer; empty where it does not
   */
  record Send(
      String address, JsonObject headers, Optional<JsonObject> body, Optional<String> replyAddress)
      implements BridgeMessage {}

  /** It is none of these. */
  record Malformed(String error) implements BridgeMessage {}

  /** Reads one message; never fails. */
  static BridgeMessage parse(String text) {
    try {
      return typed(new JsonObject(text));
    } catch (DecodeException | ClassCastException notAnObject) {
      return new Malformed("invalid_json");
    }
  }

  private static BridgeMessage typed(JsonObject json) {
    if (!(json.getValue("type") instanceof String type)) {
      return new Malformed("missing_type");
    }
    if (type.equals("ping")) {
      return new Ping();
    }
    if (!(json.getValue("address") instanceof String address)) {
      return new Malformed("missing_address");
    }
    if (!isName(address)) {
      return new Malformed("invalid_address");
    }
    JsonObject headers =
        json.getValue("headers") instanceof JsonObject given ? given : new JsonObject();
    return switch (type) {
      case "register" -> new Register(address, headers);
      case "unregister" -> new Unregister(address);
      case "send", "publish" -> send(address, headers, json);
      default -> new Malformed("invalid_type");
    };
  }

  /** It is repeated in answers: half of a pair is no text, and a control character is no name. */
  private static boolean isName(String text) {
    return text.codePoints()
        .noneMatch(
            it ->
                Character.isISOControl(it)
                    || (it >= Character.MIN_SURROGATE && it <= Character.MAX_SURROGATE));
  }

  private static BridgeMessage send(String address, JsonObject headers, JsonObject json) {
    Object reply = json.getValue("replyAddress");
    if (reply != null
        && !(reply instanceof String name
            && name.length() <= LONGEST_REPLY_ADDRESS
            && isName(name))) {
      return new Malformed("invalid_reply_address");
    }
    Optional<JsonObject> body =
        json.getValue("body") instanceof JsonObject given ? Optional.of(given) : Optional.empty();
    return new Send(address, headers, body, Optional.ofNullable(reply).map(String::valueOf));
  }
}
