package io.foyer.chat.wire.bridge;

import io.foyer.chat.ChatService;
import io.foyer.chat.History;
import io.foyer.chat.Room;
import io.foyer.chat.SendResult;
import io.foyer.chat.hub.Presence;
import io.foyer.chat.wire.bridge.Verb.Guest;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What can be asked of the chat over the bridge; whether one may is judged by the service. */
public final class ChatVerbs {
  private static final int USUAL_PAGE = 50;

  private final ChatService chat;

  /** Over this service. */
  public ChatVerbs(ChatService chat) {
    this.chat = chat;
  }

  /** What answers, by address. */
  public Map<String, Verb> all() {
    return Map.of(
        "chat.send", this::send,
        "chat.rooms", Verb.oneByOne(this::rooms),
        "chat.join", this::join,
        "chat.leave", this::leave,
        "chat.history", Verb.withLongAnswers(this::history),
        "chat.read", this::read,
        "chat.people", Verb.oneByOne(ChatVerbs::people),
        "chat.typing", ChatVerbs::typing,
        "chat.away", ChatVerbs::away);
  }

  private Future<JsonObject> send(Guest guest, JsonObject body) {
    Fields fields = new Fields(body);
    String room = fields.room();
    Optional<String> clientId = fields.textIfAny("clientMsgId");
    String text = fields.text("text");
    return chat.send(guest.caller(), room, clientId, text)
        .map(result -> ack(room, clientId, result));
  }

  private static JsonObject ack(String room, Optional<String> clientId, SendResult result) {
    JsonObject ack =
        new JsonObject()
            .put("room", room)
            .put("id", result.id())
            .put("seq", result.seq())
            .put("at", result.at().toString())
            .put("repeated", result.repeated());
    clientId.ifPresent(it -> ack.put("clientMsgId", it));
    return ack;
  }

  private Future<JsonObject> rooms(Guest guest, JsonObject body) {
    Fields fields = new Fields(body);
    return chat.rooms(
            guest.caller(),
            fields.flag("mine", true),
            fields.textIfAny("cursor"),
            fields.limit("limit", USUAL_PAGE))
        .map(
            page -> {
              JsonObject answer =
                  new JsonObject()
                      .put("rooms", array(page.items().stream().map(ChatVerbs::room).toList()));
              page.next().ifPresent(next -> answer.put("next", next));
              return answer;
            });
  }

  private static JsonObject room(Room room) {
    JsonObject told =
        new JsonObject()
            .put("room", room.id())
            .put("name", room.name())
            .put("topic", room.topic())
            .put("access", room.chatAccess().wire())
            .put("members", room.members())
            .put("archived", room.archivedAt().isPresent())
            .put("seq", room.lastSeq())
            .put("member", room.standing().isPresent());
    room.standing().ifPresent(it -> told.put("read", it.read()).put("unread", it.unread()));
    return told;
  }

  private Future<JsonObject> join(Guest guest, JsonObject body) {
    return chat.join(guest.caller(), new Fields(body).room()).map(ChatVerbs::room);
  }

  private Future<JsonObject> leave(Guest guest, JsonObject body) {
    return chat.leave(guest.caller(), new Fields(body).room()).map(done -> new JsonObject());
  }

  private Future<JsonObject> history(Guest guest, JsonObject body) {
    Fields fields = new Fields(body);
    return chat.history(
            guest.caller(), fields.room(), part(fields), fields.limit("limit", USUAL_PAGE))
        .map(
            part ->
                new JsonObject()
                    .put("events", array(part.events().stream().map(EventBody::of).toList()))
                    .put("first", part.first())
                    .put("last", part.last())
                    .put("more", part.more())
                    .put("truncated", part.truncated()));
  }

  private static History.Part part(Fields fields) {
    Optional<Long> before = fields.numberIfAny("before");
    return fields
        .numberIfAny("after")
        .<History.Part>map(History.Part.After::new)
        .orElseGet(
            () -> before.<History.Part>map(History.Part.Before::new).orElse(History.Part.NEWEST));
  }

  private static JsonArray array(List<JsonObject> items) {
    return new JsonArray(items);
  }

  private Future<JsonObject> read(Guest guest, JsonObject body) {
    Fields fields = new Fields(body);
    return chat.read(guest.caller(), fields.room(), fields.number("seq"))
        .map(seq -> new JsonObject().put("seq", seq));
  }

  private static Future<JsonObject> people(Guest guest, JsonObject body) {
    return guest.seat().people(new Fields(body).room()).map(ChatVerbs::states);
  }

  private static JsonObject states(Map<String, Presence> people) {
    JsonArray told = new JsonArray();
    people.forEach(
        (account, state) ->
            told.add(
                new JsonObject()
                    .put("account", account)
                    .put("state", state.name().toLowerCase(Locale.ROOT))));
    return new JsonObject().put("people", told);
  }

  private static Future<JsonObject> typing(Guest guest, JsonObject body) {
    Fields fields = new Fields(body);
    guest.seat().typing(fields.room(), fields.flag("on", true));
    return Future.succeededFuture(new JsonObject());
  }

  private static Future<JsonObject> away(Guest guest, JsonObject body) {
    guest.seat().away(new Fields(body).flag("away", true));
    return Future.succeededFuture(new JsonObject());
  }
}
