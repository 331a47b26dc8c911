package io.foyer.fault;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A line of a history's file. */
final class HistoryLine {
  private HistoryLine() {}

  static JsonObject of(Event event) {
    JsonObject line =
        new JsonObject()
            .put("at", event.at().toString())
            .put("event", event.getClass().getSimpleName());
    return switch (event) {
      case Event.Offered e ->
          line.put("delivery", e.webhookDelivery().id())
              .put("kind", e.webhookDelivery().kind().event())
              .put("body", e.webhookDelivery().body());
      case Event.Accepted e -> line.put("delivery", e.delivery()).put("door", e.door());
      case Event.Answered e -> line.put("delivery", e.delivery()).put("answer", e.answer());
      case Event.Posted e ->
          line.put("link", e.link())
              .put("emails", new JsonArray(e.emails()))
              .put("announced", e.announced().toString());
      case Event.Broken e ->
          line.put("what", e.what()).put("inFlight", new JsonArray(List.copyOf(e.inFlight())));
      case Event.Healed e -> line.put("what", e.what()).put("after", e.after().toString());
    };
  }
}
