package io.foyer.chat;

import io.foyer.accounts.Account;
import io.foyer.chat.MemberPage.Member;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Writes rooms, members and events as JSON of {@code /api/v2}. */
final class ChatJson {
  private ChatJson() {}

  static JsonObject room(Room room) {
    JsonObject json =
        new JsonObject()
            .put("id", room.id())
            .put("name", room.name())
            .put("topic", room.topic())
            .put("owner", room.owner())
            .put("access", room.chatAccess().wire())
            .put("createdAt", room.createdAt().toString())
            .put("members", room.members())
            .put("lastSeq", room.lastSeq())
            .put("invited", room.invited())
            .put("member", room.standing().isPresent());
    room.archivedAt().ifPresent(at -> json.put("archivedAt", at.toString()));
    room.standing()
        .ifPresent(
            mine ->
                json.put("from", mine.from())
                    .put("read", mine.read())
                    .put("unread", mine.unread()));
    return json;
  }

  static JsonObject rooms(RoomPage page) {
    return page(page.items().stream().map(ChatJson::room).toList(), page.next());
  }

  /** A deleted account has no handle and no name. */
  static JsonObject member(Member member, Optional<Account> account) {
    JsonObject json =
        new JsonObject()
            .put("account", member.account())
            .put("since", member.since())
            .put("read", member.read());
    account.ifPresent(
        it -> json.put("handle", it.handle()).put("name", it.name()).put("role", it.role().wire()));
    return json;
  }

  static JsonObject page(List<JsonObject> items, Optional<String> next) {
    JsonObject json = new JsonObject().put("items", new JsonArray(items));
    next.ifPresent(it -> json.put("next", it));
    return json;
  }

  static JsonObject history(History history) {
    return page(history.events().stream().map(ChatJson::event).toList(), Optional.empty())
        .put("first", history.first())
        .put("last", history.last())
        .put("more", history.more())
        .put("truncated", history.truncated());
  }

  /** As {@code /ws} has it. */
  private static JsonObject event(ChatEvent event) {
    JsonObject json =
        new JsonObject()
            .put("seq", event.seq())
            .put("id", event.id())
            .put("kind", event.kind().wire())
            .put("at", event.at().toString());
    if (event.kind() == ChatEvent.Kind.MESSAGE) {
      json.put("messageType", event.type());
    }
    present(json, "account", event.account());
    present(json, "name", event.name());
    present(json, "text", event.body());
    present(json, "clientMsgId", event.clientId());
    return json;
  }

  private static void present(JsonObject json, String name, String text) {
    if (!text.isEmpty()) {
      json.put(name, text);
    }
  }

  static JsonObject sent(SendResult result) {
    return new JsonObject()
        .put("id", result.id())
        .put("seq", result.seq())
        .put("at", result.at().toString())
        .put("repeated", result.repeated());
  }
}
