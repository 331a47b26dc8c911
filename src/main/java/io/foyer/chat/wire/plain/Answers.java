package io.foyer.chat.wire.plain;

import io.foyer.chat.Room;
import io.foyer.chat.RoomAvailable;
import io.foyer.chat.RoomPage;
import io.foyer.chat.SendResult;
import io.foyer.chat.hub.Presence;
import io.foyer.platform.Problem;
import io.foyer.platform.web.Caller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The frames that one client is sent, in version 1 of the protocol of {@code /ws}. */
final class Answers {
  static final int VERSION = 1;

  private Answers() {}

  static JsonObject welcome(Caller caller, RoomPage mine, Optional<String> ref) {
    JsonArray rooms = new JsonArray();
    mine.items().forEach(room -> rooms.add(room(room)));
    return of(Said.WELCOME, ref)
        .put("v", VERSION)
        .put("account", caller.account())
        .put("handle", caller.handle())
        .put("role", caller.role().wire())
        .put("rooms", rooms)
        .put("more", mine.next().isPresent());
  }

  private static JsonObject room(Room room) {
    JsonObject json =
        new JsonObject()
            .put("room", room.id())
            .put("name", room.name())
            .put("topic", room.topic())
            .put("owner", room.owner())
            .put("access", room.chatAccess().wire())
            .put("archived", room.archivedAt().isPresent())
            .put("members", room.members())
            .put("seq", room.lastSeq());
    room.standing()
        .ifPresent(
            mine ->
                json.put("from", mine.from())
                    .put("read", mine.read())
                    .put("unread", mine.unread()));
    return json;
  }

  static JsonObject chatroom(RoomAvailable news) {
    return of(Said.CHATROOM, Optional.empty())
        .put("room", news.room())
        .put("name", news.name())
        .put("topic", news.topic())
        .put("owner", news.owner())
        .put("access", news.chatAccess().wire())
        .put("members", news.members());
  }

  static JsonObject watching(String room, long after, Optional<String> ref) {
    return of(Said.WATCHING, ref).put("room", room).put("after", after);
  }

  static JsonObject unwatched(String room, Optional<String> ref) {
    return of(Said.UNWATCHED, ref).put("room", room);
  }

  static JsonObject following(String feed, long after, Optional<String> ref) {
    return of(Said.FOLLOWING, ref).put("feed", feed).put("after", after);
  }

  static JsonObject unfollowed(String feed, Optional<String> ref) {
    return of(Said.UNFOLLOWED, ref).put("feed", feed);
  }

  static JsonObject ack(Asked.Send send, SendResult result) {
    return of(Said.ACK, send.ref())
        .put("room", send.room())
        .put("clientMsgId", send.clientId())
        .put("id", result.id())
        .put("seq", result.seq())
        .put("at", result.at().toString())
        .put("repeated", result.repeated());
  }

  static JsonObject people(Asked.People asked, Map<String, Presence> found) {
    JsonArray people = new JsonArray();
    found.forEach(
        (account, presence) -> {
          if (presence != Presence.OFFLINE) {
            people.add(new JsonObject().put("account", account).put("state", state(presence)));
          }
        });
    return of(Said.PEOPLE, asked.ref()).put("room", asked.room()).put("people", people);
  }

  static String state(Presence presence) {
    return presence.name().toLowerCase(Locale.ROOT);
  }

  static JsonObject error(String code, String message, Optional<String> ref) {
    return of(Said.ERROR, ref).put("code", code).put("message", message);
  }

  static JsonObject error(Problem problem, Optional<String> ref) {
    return switch (problem) {
      case Problem.Invalid it -> error(Reading.INVALID, it.detail(), ref).put("fields", fields(it));
      case Problem.Denied it -> error("forbidden", it.detail(), ref);
      case Problem.Forbidden it -> error("forbidden", it.detail(), ref);
      case Problem.NotFound it -> error("not_found", it.detail(), ref);
      case Problem.Conflict it -> error("conflict", it.detail(), ref);
      case Problem.TooLarge it -> error("too_large", it.detail(), ref);
      case Problem.TooMany it -> later(error("flood", it.detail(), ref), it.retryAfter());
      case Problem.Unavailable it -> later(error("unavailable", it.detail(), ref), it.retryAfter());
    };
  }

  private static JsonObject fields(Problem.Invalid invalid) {
    JsonObject fields = new JsonObject();
    invalid.fields().forEach(field -> fields.put(field.path(), field.reason()));
    return fields;
  }

  private static JsonObject later(JsonObject error, Duration wait) {
    return error.put("retryAfter", Math.max(wait.toMillis(), 1) / 1000.0);
  }

  static JsonObject bye(long reconnectMillis) {
    return of(Said.BYE, Optional.empty())
        .put("reason", "this node goes down")
        .put("reconnectMillis", reconnectMillis);
  }

  static JsonObject of(Said said, Optional<String> ref) {
    JsonObject json = new JsonObject().put("type", said.type());
    ref.ifPresent(text -> json.put("ref", text));
    return json;
  }
}
