package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;

/** Listener for the events of a {@link WebSocketConnection}; called on its event loop. */
public interface SocketListener {
  /** A text message arrived: complete, valid UTF-8, within the limit. */
  void text(String message);

  /**
   * A binary message arrived, complete.
   *
   * @param message valid during the call only
   */
  void binary(ByteBuf message);

  /** The connection is writable again. */
  void writable();

  /** The connection is closed, by either side. Called once, as the last call. */
  void closed();
}
