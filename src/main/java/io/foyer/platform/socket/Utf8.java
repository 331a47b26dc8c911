package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Texts, strictly. What begins a text that comes in pieces is checked as it comes. */
final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int STEP = 512;

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer discarded = CharBuffer.allocate(STEP);

  /**
   * A whole text.
   *
   * @throws ProtocolViolation if it is no UTF-8
   */
  static String decode(ByteBuf bytes) {
    String text = bytes.toString(StandardCharsets.UTF_8);
    // The quick decoder puts this character in place of what it does not understand, so a text
    // without it needs no second look.
    if (text.indexOf(REPLACEMENT) >= 0) {
      decodeStrictly(bytes);
    }
    return text;
  }

  private static void decodeStrictly(ByteBuf bytes) {
    try {
      var unused = StandardCharsets.UTF_8.newDecoder().decode(bytes.nioBuffer());
    } catch (CharacterCodingException e) {
      throw invalid();
    }
  }

  /**
   * Checks what came so far.
   *
   * @param from what was checked before ends here
   * @param last whether nothing follows
   * @return where the next check begins: before a character of which only a part is here
   * @throws ProtocolViolation if it can no longer become UTF-8
   */
  int check(ByteBuf bytes, int from, boolean last) {
    ByteBuffer in = bytes.nioBuffer(from, bytes.writerIndex() - from);
    CoderResult result;
    do {
      discarded.clear();
      result = decoder.decode(in, discarded, last);
    } while (result.isOverflow());
    if (result.isError()) {
      throw invalid();
    }
    return bytes.writerIndex() - in.remaining();
  }

  private static ProtocolViolation invalid() {
    return new ProtocolViolation(CloseStatus.INVALID_TEXT, "text is not UTF-8");
  }
}
