package io.foyer.demo;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Arguments of a Slack API method, from the query, a form or a JSON body. */
record SlackArguments(JsonObject all) {
  static Optional<SlackArguments> of(RoutingContext request) {
    JsonObject all = new JsonObject();
    request.request().params().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    request.request().formAttributes().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    String type = request.request().getHeader("Content-Type");
    boolean isJson = type != null && type.startsWith("application/json");
    if (!isJson || StandInServer.body(request).length() == 0) {
      return Optional.of(new SlackArguments(all));
    }
    return decode(StandInServer.body(request)).map(json -> new SlackArguments(all.mergeIn(json)));
  }

  private static Optional<JsonObject> decode(Buffer body) {
    try {
      return Json.decodeValue(body) instanceof JsonObject object
          ? Optional.of(object)
          : Optional.empty();
    } catch (DecodeException e) {
      return Optional.empty();
    }
  }

  /** An argument as text; empty if it is absent. */
  String text(String name) {
    return switch (all.getValue(name)) {
      case null -> "";
      case Object value -> value.toString();
    };
  }

  int number(String name, int otherwise) {
    String text = text(name);
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : otherwise;
  }
}
