package io.foyer.feeds;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes feeds and messages as JSON of {@code /api/v2}. */
final class FeedJson {
  private FeedJson() {}

  static JsonObject feed(Definition definition, FeedStats stats) {
    JsonArray columns = new JsonArray();
    definition
        .messageSchema()
        .columns()
        .forEach(
            column ->
                columns.add(
                    new JsonObject().put("name", column.name()).put("type", column.type().sql())));
    JsonObject json =
        new JsonObject()
            .put("subject", definition.subject())
            .put("message", definition.messageSchema().name())
            .put("columns", columns)
            .put("firstNumber", stats.first())
            .put("lastNumber", stats.last())
            .put("quarantined", stats.quarantined())
            .put("perMinute", stats.perMinute())
            .put("bytes", stats.bytes());
    stats.lastAt().ifPresent(at -> json.put("lastAt", at.toString()));
    return json;
  }

  /** A page of a span; {@code next} is there where the span has more. */
  static JsonObject page(
      MessageRange range,
      List<StoredMessage> messages,
      MessageSchema messageSchema,
      boolean payload) {
    JsonArray items = new JsonArray();
    messages.forEach(message -> items.add(message(message, messageSchema, payload)));
    JsonObject page =
        new JsonObject()
            .put("items", items)
            .put("firstNumber", range.kept())
            .put("lastNumber", range.head());
    return messages.isEmpty() || range.after(messages.getLast().number()).over()
        ? page
        : page.put("next", messages.getLast().number());
  }

  /**
   * A message; {@code unreadable} gives the cause of a missing value, after a change of the schema.
   */
  static JsonObject message(StoredMessage message, MessageSchema messageSchema, boolean payload) {
    JsonObject json =
        new JsonObject()
            .put("number", message.number())
            .put("at", message.at().toString())
            .put("seq", message.seq())
            .put("incarnation", message.incarnation());
    try {
      json.put("value", value(message, messageSchema));
    } catch (Undecodable e) {
      json.put("unreadable", e.getMessage());
    }
    return payload ? json.put("payload", base64(message.payload())) : json;
  }

  private static JsonObject value(StoredMessage message, MessageSchema messageSchema)
      throws Undecodable {
    @Nullable Object[] values = messageSchema.read(message.payload().getBytes());
    JsonObject json = new JsonObject();
    for (int i = 0; i < values.length; i++) {
      Column column = messageSchema.columns().get(i);
      json.put(column.name(), word(column.type(), values[i]));
    }
    return json;
  }

  private static @Nullable Object word(Column.Type type, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text when type == Column.Type.JSON -> Json.decodeValue(text);
      case Buffer bytes -> base64(bytes);
      case Float number when !Float.isFinite(number) -> number.toString(); // no word in JSON
      case Double number when !Double.isFinite(number) -> number.toString();
      default -> value;
    };
  }

  static String base64(Buffer bytes) {
    return Base64.getEncoder().encodeToString(bytes.getBytes());
  }
}
