package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.RoomAvailable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A wire of words: {@code room:seq }, {@code account=presence }, {@code account~room:true }, {@code
 * +room }.
 */
final class WordWire implements Wire {
  private final List<ByteBuf> made = new ArrayList<>();
  private int encoded;

  @Override
  public ByteBuf events(List<ChatEvent> events) {
    encoded++;
    return word(
        events.stream().map(it -> it.room() + ":" + it.seq() + " ").collect(Collectors.joining()));
  }

  @Override
  public ByteBuf presence(String account, Presence presence) {
    return word(account + "=" + presence + " ");
  }

  @Override
  public ByteBuf typing(String room, String account, boolean typing) {
    return word(account + "~" + room + ":" + typing + " ");
  }

  @Override
  public ByteBuf rooms(List<RoomAvailable> news) {
    encoded++;
    return word(news.stream().map(it -> "+" + it.room() + " ").collect(Collectors.joining()));
  }

  private ByteBuf word(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuf frames = ByteBufAllocator.DEFAULT.buffer(bytes.length).writeBytes(bytes);
    made.add(frames);
    return frames;
  }

  /** How often events, or new rooms, were encoded. */
  int encoded() {
    return encoded;
  }

  /** Buffers that nobody has released. */
  long held() {
    return made.stream().filter(it -> it.refCnt() > 0).count();
  }
}
