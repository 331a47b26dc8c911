package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what it hears. */
class Recorder implements SocketListener {
  final WebSocketConnection socket;
  final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  final BlockingQueue<byte[]> binaries = new LinkedBlockingQueue<>();
  final AtomicInteger writable = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();

  Recorder(WebSocketConnection socket) {
    this.socket = socket;
  }

  @Override
  public void text(String message) {
    texts.add(message);
  }

  @Override
  public void binary(ByteBuf message) {
    binaries.add(ByteBufUtil.getBytes(message));
  }

  @Override
  public void writable() {
    writable.incrementAndGet();
  }

  @Override
  public void closed() {
    closed.incrementAndGet();
  }
}
