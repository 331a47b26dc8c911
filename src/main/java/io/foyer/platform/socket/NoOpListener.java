package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;

/** Listens until the real one is there. */
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
