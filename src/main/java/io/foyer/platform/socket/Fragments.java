package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Buffer of a fragmented message. Lives on the heap, so that a connection that ends in between
 * leaves nothing to release.
 */
final class Fragments {
  private final ByteBuf bytes = Unpooled.buffer(0);
  private final Optional<Utf8> text;
  private final int maxMessage;
  private int checked;

  Fragments(boolean text, int maxMessage) {
    this.text = text ? Optional.of(new Utf8()) : Optional.empty();
    this.maxMessage = maxMessage;
  }

  /**
   * Adds a fragment.
   *
   * @throws ProtocolViolation if the message is too large or not valid UTF-8
   */
  void add(ByteBuf fragment, boolean last) {
    if (bytes.readableBytes() + (long) fragment.readableBytes() > maxMessage) {
      throw new ProtocolViolation(CloseStatus.TOO_BIG, "message too large");
    }
    bytes.writeBytes(fragment, fragment.readerIndex(), fragment.readableBytes());
    text.ifPresent(utf8 -> checked = utf8.check(bytes, checked, last));
  }

  /** Passes the complete message to the listener. */
  void deliver(SocketListener listener) {
    if (text.isPresent()) {
      listener.text(bytes.toString(StandardCharsets.UTF_8));
    } else {
      listener.binary(bytes);
    }
  }
}
