package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

/** Encoder for close, ping and pong frames (RFC 6455, 5.5). */
final class ControlFrames {
  static final int NO_STATUS = 1005;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;
  private static final int MAX_PAYLOAD = 125;
  private static final int MAX_REASON = 123;

  private ControlFrames() {}

  /** A close frame; a reason that is too long is cut at a character boundary. */
  static ByteBuf close(int status, String reason) {
    String text = shortened(reason);
    int length = ByteBufUtil.utf8Bytes(text);
    ByteBuf frame = frame(CLOSE, Short.BYTES + length).writeShort(status);
    ByteBufUtil.reserveAndWriteUtf8(frame, text, length);
    return frame;
  }

  /** The close frame that answers the status the peer sent. */
  static ByteBuf closeAnswer(int status) {
    return status == NO_STATUS ? frame(CLOSE, 0) : frame(CLOSE, Short.BYTES).writeShort(status);
  }

  static ByteBuf ping() {
    return frame(PING, 0);
  }

  static ByteBuf pong(ByteBuf payload) {
    return frame(PONG, payload.readableBytes()).writeBytes(payload);
  }

  private static ByteBuf frame(int opcode, int length) {
    return ByteBufAllocator.DEFAULT
        .directBuffer(Short.BYTES + MAX_PAYLOAD)
        .writeByte(opcode)
        .writeByte(length);
  }

  private static String shortened(String reason) {
    int end = reason.length();
    while (ByteBufUtil.utf8Bytes(reason, 0, end) > MAX_REASON) {
      end = reason.offsetByCodePoints(end, -1);
    }
    return reason.substring(0, end);
  }

  /**
   * Reads the status of a close frame.
   *
   * @throws ProtocolViolation if the payload is malformed or the status may not be sent
   */
  static int statusOf(ByteBuf payload) {
    if (!payload.isReadable()) {
      return NO_STATUS;
    }
    if (payload.readableBytes() < Short.BYTES) {
      throw new ProtocolViolation(CloseStatus.PROTOCOL_ERROR, "half a close status");
    }
    int status = payload.getUnsignedShort(payload.readerIndex());
    if (!CloseStatus.isSent(status)) {
      throw new ProtocolViolation(CloseStatus.PROTOCOL_ERROR, "no close status");
    }
    String unused =
        Utf8.decode(
            payload.slice(
                payload.readerIndex() + Short.BYTES, payload.readableBytes() - Short.BYTES));
    return status;
  }
}
