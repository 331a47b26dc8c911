package io.foyer.chat.hub;

import io.foyer.chat.ChatAccess;
import io.foyer.chat.ChatEvent;
import io.foyer.chat.RoomAvailable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What nodes say to each other. What is not known is ignored, so that versions may differ. */
final class NodeJson {
  private static final int MOST_CHARS = 48 * 1024;

  private NodeJson() {}

  /** Events of one room; too many to carry: only how far it goes. */
  static JsonObject events(List<ChatEvent> events) {
    JsonObject json =
        new JsonObject()
            .put("room", events.getFirst().room())
            .put("first", events.getFirst().seq())
            .put("last", events.getLast().seq());
    int chars = events.stream().mapToInt(it -> it.body().length() + 200).sum();
    if (chars <= MOST_CHARS) {
      JsonArray all = new JsonArray(new ArrayList<>(events.size()));
      events.forEach(it -> all.add(event(it)));
      json.put("events", all);
    }
    return json;
  }

  private static JsonObject event(ChatEvent event) {
    return new JsonObject()
        .put("seq", event.seq())
        .put("id", event.id())
        .put("kind", event.kind().wire())
        .put("account", event.account())
        .put("name", event.name())
        .put("type", event.type())
        .put("body", event.body())
        .put("client", event.clientId())
        .put("at", event.at().toString());
  }

  /** The events that came with it; none where they were too many or of an unknown kind. */
  static List<ChatEvent> events(JsonObject json) {
    String room = json.getString("room");
    List<ChatEvent> events = new ArrayList<>();
    for (Object each : json.getJsonArray("events", new JsonArray())) {
      if (each instanceof JsonObject event) {
        events.add(event(room, event));
      }
    }
    return events;
  }

  private static ChatEvent event(String room, JsonObject json) {
    return new ChatEvent(
        room,
        json.getLong("seq"),
        json.getString("id", ""),
        ChatEvent.Kind.of(json.getString("kind")),
        json.getString("account", ""),
        json.getString("name", ""),
        json.getInteger("type", 0),
        json.getString("body", ""),
        json.getString("client", ""),
        Instant.parse(json.getString("at")));
  }

  static JsonObject room(RoomAvailable news) {
    JsonObject json =
        new JsonObject()
            .put("room", news.room())
            .put("name", news.name())
            .put("topic", news.topic())
            .put("owner", news.owner())
            .put("access", news.chatAccess().wire())
            .put("members", news.members());
    news.whom().ifPresent(it -> json.put("whom", it));
    return json;
  }

  static RoomAvailable room(JsonObject json) {
    return new RoomAvailable(
        json.getString("room"),
        json.getString("name"),
        json.getString("topic", ""),
        json.getString("owner", ""),
        ChatAccess.of(json.getString("access")),
        json.getLong("members"),
        Optional.ofNullable(json.getString("whom")));
  }

  static JsonObject people(Map<String, Presence> people) {
    JsonObject json = new JsonObject();
    people.forEach((account, it) -> json.put(account, it.name().toLowerCase(Locale.ROOT)));
    return json;
  }

  static Map<String, Presence> people(JsonObject json) {
    Map<String, Presence> people = new HashMap<>();
    for (String account : json.fieldNames()) {
      people.put(account, Presence.valueOf(json.getString(account).toUpperCase(Locale.ROOT)));
    }
    return people;
  }
}
