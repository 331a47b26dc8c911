package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Encoder for text frames as a server sends them: unfragmented, unmasked (RFC 6455, 5.2). */
public final class Frames {
  private static final int TEXT = 0x81;
  private static final int SHORT = 125;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;
  private static final int MAX_TWO_BYTES = 0xFFFF;
  private static final int MAX_HEADER = 10;

  private Frames() {}

  /**
   * Encodes one text frame.
   *
   * @param utf8 the payload
   * @return a direct buffer, which the caller releases
   */
  public static ByteBuf text(byte[] utf8) {
    ByteBuf frame = ByteBufAllocator.DEFAULT.directBuffer(MAX_HEADER + utf8.length);
    appendText(frame, utf8);
    return frame;
  }

  /** Appends one text frame to a buffer of frames. */
  public static void appendText(ByteBuf frames, byte[] utf8) {
    frames.writeByte(TEXT);
    if (utf8.length <= SHORT) {
      frames.writeByte(utf8.length);
    } else if (utf8.length <= MAX_TWO_BYTES) {
      frames.writeByte(TWO_BYTES).writeShort(utf8.length);
    } else {
      frames.writeByte(EIGHT_BYTES).writeLong(utf8.length);
    }
    frames.writeBytes(utf8);
  }
}
