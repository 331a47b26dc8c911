package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;

/** No-op listener, used until the connection's own is set. */
record NoOpListener() implements SocketListener {
  @Override
  public void text(String message) {}

  @Override
  public void binary(ByteBuf message) {}

  @Override
  public void writable() {}

  @Override
  public void closed() {}
}
