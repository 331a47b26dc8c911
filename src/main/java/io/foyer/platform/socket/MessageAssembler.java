package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Makes messages of frames. Takes nothing of its own while a message fits one frame. */
final class MessageAssembler {
  private @Nullable Fragments fragments;

  /**
   * The first frame of a message.
   *
   * @throws ProtocolViolation if it breaks a rule
   */
  void begin(boolean text, ByteBuf payload, boolean last, int maxMessage, SocketListener listener) {
    if (!last) {
      Fragments begun = new Fragments(text, maxMessage);
      begun.add(payload, false);
      fragments = begun;
    } else if (text) {
      listener.text(Utf8.decode(payload));
    } else {
      listener.binary(payload);
    }
  }

  /**
   * A further frame of a message.
   *
   * @throws ProtocolViolation if it breaks a rule
   */
  void follow(ByteBuf payload, boolean last, SocketListener listener) {
    Fragments begun = fragments;
    if (begun == null) {
      throw new ProtocolViolation(CloseStatus.PROTOCOL_ERROR, "a continuation of nothing");
    }
    begun.add(payload, last);
    if (last) {
      fragments = null;
      begun.deliver(listener);
    }
  }
}
