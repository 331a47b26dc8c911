package io.foyer.chat.wire.bridge;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.RoomAvailable;
import io.foyer.chat.hub.Presence;
import io.foyer.chat.hub.Wire;
import io.netty.buffer.ByteBuf;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** What all clients of one framing are told. */
final class BridgeWire implements Wire {
  private final Framing framing;

  BridgeWire(Framing framing) {
    this.framing = framing;
  }

  @Override
  public ByteBuf events(List<ChatEvent> events) {
    return framing.wrap(events.stream().map(BridgeWire::event).toList());
  }

  private static String event(ChatEvent event) {
    return Answers.received(Address.ofRoom(event.room()), EventBody.of(event));
  }

  @Override
  public ByteBuf presence(String account, Presence presence) {
    JsonObject body =
        new JsonObject()
            .put("account", account)
            .put("state", presence.name().toLowerCase(Locale.ROOT));
    return framing.wrap(List.of(Answers.received(Address.PRESENCE, body)));
  }

  /** At the address of the room, where whoever watches it has a handler. */
  @Override
  public ByteBuf typing(String room, String account, boolean typing) {
    JsonObject body =
        new JsonObject()
            .put("kind", "typing")
            .put("room", room)
            .put("account", account)
            .put("on", typing);
    return framing.wrap(List.of(Answers.received(Address.ofRoom(room), body)));
  }

  @Override
  public ByteBuf rooms(List<RoomAvailable> news) {
    return framing.wrap(news.stream().map(BridgeWire::chatroom).toList());
  }

  private static String chatroom(RoomAvailable news) {
    JsonObject body =
        new JsonObject()
            .put("room", news.room())
            .put("name", news.name())
            .put("topic", news.topic())
            .put("owner", news.owner())
            .put("access", news.chatAccess().wire())
            .put("members", news.members());
    return Answers.received(Address.CHATROOM, body);
  }
}
