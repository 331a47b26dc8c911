package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8 decoder. A fragmented text is validated as its fragments arrive. */
final class Utf8 {
  private static final char REPLACEMENT = '\uFFFD';
  private static final int STEP = 512;

  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer discarded = CharBuffer.allocate(STEP);

  /**
   * Decodes a complete text.
   *
   * @throws ProtocolViolation if it is not valid UTF-8
   */
  static String decode(ByteBuf bytes) {
    String text = bytes.toString(StandardCharsets.UTF_8);
    // The fast decoder replaces invalid bytes by this character, so a text without it is valid.
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
   * Validates the bytes received so far.
   *
   * @param from where the last call stopped
   * @param last whether no more bytes follow
   * @return where the next call continues: before a character that is still incomplete
   * @throws ProtocolViolation if the bytes cannot become valid UTF-8
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
