package io.foyer.bench.chat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** Text frames as a client writes them: whole, and masked. */
final class Text {
  private static final int MASK = 0x37fa213d;

  private Text() {}

  static ByteBuf frame(ByteBufAllocator allocator, String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ByteBuf frame = allocator.buffer(payload.length + 8).writeByte(0x81);
    if (payload.length < 126) {
      frame.writeByte(0x80 | payload.length);
    } else {
      frame.writeByte(0x80 | 126).writeShort(payload.length);
    }
    frame.writeInt(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.writeByte(payload[i] ^ (MASK >> (24 - 8 * (i & 3))));
    }
    return frame;
  }
}
