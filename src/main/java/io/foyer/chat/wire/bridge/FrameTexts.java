package io.foyer.chat.wire.bridge;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads back what {@code Frames} wrote, for transports that are no WebSockets. */
final class FrameTexts {
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;

  private FrameTexts() {}

  /** The payloads of whole text frames, in their order. */
  static List<String> in(ByteBuf frames) {
    List<String> texts = new ArrayList<>();
    int at = frames.readerIndex();
    while (at < frames.writerIndex()) {
      int length = frames.getUnsignedByte(at + 1);
      int begin = at + 2;
      if (length == TWO_BYTES) {
        length = frames.getUnsignedShort(begin);
        begin += 2;
      } else if (length == EIGHT_BYTES) {
        length = Math.toIntExact(frames.getLong(begin));
        begin += 8;
      }
      texts.add(frames.toString(begin, length, StandardCharsets.UTF_8));
      at = begin + length;
    }
    return texts;
  }
}
