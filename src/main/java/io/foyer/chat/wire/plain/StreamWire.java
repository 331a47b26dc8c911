package io.foyer.chat.wire.plain;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.RoomAvailable;
import io.foyer.chat.hub.Presence;
import io.foyer.chat.hub.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a room is told as Server-Sent Events (HTML standard, 9.2). */
final class StreamWire implements Wire {
  @Override
  public ByteBuf events(List<ChatEvent> events) {
    ByteBuf text = ByteBufAllocator.DEFAULT.directBuffer();
    Paging.cut(events)
        .forEach(
            page ->
                append(
                    text,
                    "id: " + page.getLast().seq() + "\nevent: events\n",
                    EventJson.page("", page)));
    return text;
  }

  @Override
  public ByteBuf presence(String account, Presence presence) {
    JsonObject json =
        new JsonObject().put("account", account).put("state", Answers.state(presence));
    return one("presence", json);
  }

  @Override
  public ByteBuf typing(String room, String account, boolean typing) {
    return one("typing", new JsonObject().put("account", account).put("on", typing));
  }

  /** Who listens to one room wants to know of no others. */
  @Override
  public ByteBuf rooms(List<RoomAvailable> news) {
    return Unpooled.EMPTY_BUFFER;
  }

  private static ByteBuf one(String event, JsonObject json) {
    ByteBuf text = ByteBufAllocator.DEFAULT.directBuffer();
    append(text, "event: " + event + "\n", json.toBuffer().getBytes());
    return text;
  }

  /** JSON has no line breaks but escaped ones, so that one line of data holds it. */
  static void append(ByteBuf text, String head, byte[] json) {
    text.writeCharSequence(head + "data: ", StandardCharsets.US_ASCII);
    text.writeBytes(json);
    text.writeCharSequence("\n\n", StandardCharsets.US_ASCII);
  }
}
