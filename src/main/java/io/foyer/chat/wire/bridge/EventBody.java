package io.foyer.chat.wire.bridge;

import io.foyer.chat.ChatEvent;
import io.vertx.core.json.JsonObject;

/** An event as the bridge tells it. */
final class EventBody {
  private EventBody() {}

  /** The event; what it has not is left out. */
  static JsonObject of(ChatEvent event) {
    JsonObject body =
        new JsonObject()
            .put("kind", event.kind().wire())
            .put("room", event.room())
            .put("seq", event.seq())
            .put("id", event.id());
    putText(body, "account", event.account());
    putText(body, "name", event.name());
    if (event.type() != 0) {
      body.put("messageType", event.type());
    }
    putText(body, "text", event.body());
    putText(body, "clientMsgId", event.clientId());
    return body.put("at", event.at().toString());
  }

  private static void putText(JsonObject body, String key, String text) {
    if (!text.isEmpty()) {
      body.put(key, text);
    }
  }
}
