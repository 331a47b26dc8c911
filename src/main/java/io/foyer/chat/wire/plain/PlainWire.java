package io.foyer.chat.wire.plain;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.RoomAvailable;
import io.foyer.chat.hub.Presence;
import io.foyer.chat.hub.Wire;
import io.foyer.platform.socket.Frames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** What everybody in a room is told, in version 1 of the protocol of {@code /ws}. */
final class PlainWire implements Wire {
  @Override
  public ByteBuf events(List<ChatEvent> events) {
    List<List<ChatEvent>> pages = Paging.cut(events);
    if (pages.size() == 1) {
      return Frames.text(EventJson.page(Said.EVENTS.type(), events));
    }
    ByteBuf frames = ByteBufAllocator.DEFAULT.directBuffer();
    pages.forEach(page -> Frames.appendText(frames, EventJson.page(Said.EVENTS.type(), page)));
    return frames;
  }

  @Override
  public ByteBuf presence(String account, Presence presence) {
    return frame(
        Answers.of(Said.PRESENCE, Optional.empty())
            .put("account", account)
            .put("state", Answers.state(presence)));
  }

  @Override
  public ByteBuf typing(String room, String account, boolean typing) {
    return frame(
        Answers.of(Said.TYPING, Optional.empty())
            .put("room", room)
            .put("account", account)
            .put("on", typing));
  }

  @Override
  public ByteBuf rooms(List<RoomAvailable> news) {
    ByteBuf frames = ByteBufAllocator.DEFAULT.directBuffer();
    news.forEach(it -> Frames.appendText(frames, bytes(Answers.chatroom(it))));
    return frames;
  }

  private static ByteBuf frame(JsonObject json) {
    return Frames.text(bytes(json));
  }

  private static byte[] bytes(JsonObject json) {
    return json.toBuffer().getBytes();
  }
}
