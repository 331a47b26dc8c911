package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;
import java.util.function.Function;

/** A listener whose connection gives its place back when it is closed. */
record CountedListener(SocketListener inner, ConnectionAdmission.Place place)
    implements SocketListener {
  /** The listener of an opened connection; one that cannot be opened has no place. */
  static SocketListener of(
      Function<WebSocketConnection, SocketListener> opener,
      WebSocketConnection socket,
      ConnectionAdmission.Place place) {
    try {
      return new CountedListener(opener.apply(socket), place);
    } catch (RuntimeException e) {
      place.leave();
      throw e;
    }
  }

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
    place.leave();
    inner.closed();
  }
}
