package io.foyer.chat.wire.bridge;

import io.foyer.platform.socket.SocketListener;
import io.netty.buffer.ByteBuf;

/** A listener that also does something when its socket is closed. */
record ClosingListener(SocketListener inner, Runnable whenClosed) implements SocketListener {
  @Override
  public void text(String message) {
    inner.text(message);
  }

  @Override
  public void binary(ByteBuf message) {
    inner.binary(message);
  }

  @Override
  public void writable() {
    inner.writable();
  }

  @Override
  public void closed() {
    whenClosed.run();
    inner.closed();
  }
}
