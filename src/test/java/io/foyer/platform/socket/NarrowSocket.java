package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;

/** A socket that keeps what is sent in a buffer with a high water mark until its peer reads. */
public final class NarrowSocket extends FakeSocket {
  /** Above this many bytes it takes no more, as {@link SocketLimits#usual} has it. */
  public static final int HIGH = SocketLimits.usual().high();

  private int owed;
  private int mostOwed;

  @Override
  public void send(ByteBuf frames) {
    owed += frames.readableBytes();
    mostOwed = Math.max(owed, mostOwed);
    super.send(frames);
  }

  @Override
  public boolean writable() {
    return owed <= HIGH;
  }

  /** The peer reads all that it was sent. */
  public void read() {
    owed = 0;
  }

  /** The most bytes that were buffered at once. */
  public int mostOwed() {
    return mostOwed;
  }
}
