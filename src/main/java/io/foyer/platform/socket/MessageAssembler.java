package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Assembles messages from frames. Allocates nothing for a message in one frame. */
final class MessageAssembler {
  private @Nullable Fragments fragments;

  /**
   * Handles the first frame of a message.
   *
   * @throws ProtocolViolation if the message is too large or not valid UTF-8
   */
  void begin(boolean text, ByteBuf payload, boolean last, int maxMessage, SocketListener listener) {
    if (!last) {
      Fragments message = new Fragments(text, maxMessage);
      message.add(payload, false);
      fragments = message;
    } else if (text) {
      listener.text(Utf8.decode(payload));
    } else {
      listener.binary(payload);
    }
  }

  /**
   * Handles a continuation frame.
   *
   * @throws ProtocolViolation if no message was begun, or it is too large or not valid UTF-8
   */
  void follow(ByteBuf payload, boolean last, SocketListener listener) {
    Fragments message = fragments;
    if (message == null) {
      throw new ProtocolViolation(CloseStatus.PROTOCOL_ERROR, "a continuation of nothing");
    }
    message.add(payload, last);
    if (last) {
      fragments = null;
      message.deliver(listener);
    }
  }
}
