package io.foyer.chat.wire.stchat;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.RoomAvailable;
import io.foyer.chat.hub.Presence;
import io.foyer.chat.hub.Wire;
import io.foyer.platform.socket.Frames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The room as guests see it: {@code {"action", "message"}}, and its number beside them. */
final class StChatWire implements Wire {
  @Override
  public ByteBuf events(List<ChatEvent> events) {
    ByteBuf frames = ByteBufAllocator.DEFAULT.directBuffer();
    events.forEach(event -> Frames.appendText(frames, frame(event).toBuffer().getBytes()));
    return frames;
  }

  private static JsonObject frame(ChatEvent event) {
    return new JsonObject()
        .put("action", event.kind().wire())
        .put("message", text(event))
        .put("seq", event.seq())
        .put("id", event.id());
  }

  private static String text(ChatEvent event) {
    String name = event.name().isEmpty() ? event.account() : event.name();
    return switch (event.kind()) {
      case MESSAGE -> name + ": " + event.body();
      case JOIN -> name + " joined chat.";
      case LEAVE, REMOVED, EXIT -> name + " exited chat.";
      case TOPIC -> "The topic is now: " + event.body();
      case ARCHIVED -> "The room is closed.";
    };
  }

  /** What happened is no news for people who are told of each coming and going. */
  @Override
  public ByteBuf presence(String account, Presence presence) {
    return Unpooled.EMPTY_BUFFER;
  }

  @Override
  public ByteBuf typing(String room, String account, boolean typing) {
    return Unpooled.EMPTY_BUFFER;
  }

  /** Guests come into no other room. */
  @Override
  public ByteBuf rooms(List<RoomAvailable> news) {
    return Unpooled.EMPTY_BUFFER;
  }

  /** Something for one guest only. */
  static ByteBuf only(String action, JsonObject more) {
    return Frames.text(new JsonObject().put("action", action).mergeIn(more).toBuffer().getBytes());
  }
}
