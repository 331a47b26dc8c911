package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;

/** What happens to a {@link WebSocketConnection}; on its event loop. */
public interface SocketListener {
  /** A whole text message came: valid UTF-8, within the limit. */
  void text(String message);

  /**
   * A whole binary message came.
   *
   * @param message valid during the call only
   */
  void binary(ByteBuf message);

  /** What waited was sent: there is room again. */
  void writable();

  /** It is closed, whoever did it; called once, and the last call. */
  void closed();
}
