package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;

/**
 * One open WebSocket. Belongs to the event loop it was opened on: every call is made there, and
 * every call of its {@link SocketListener} comes from there.
 */
public interface WebSocketConnection {
  /**
   * Sends complete frames, which {@link Frames} made. They leave with everything else of this turn
   * of the event loop in one write; nothing happens once the socket is closed.
   *
   * @param frames one reference of it is released when they are sent or can no longer be
   */
  void send(ByteBuf frames);

  /** Whether less than the bound waits to be sent. Whoever sends all the same fills memory. */
  boolean writable();

  /** Runs {@code task} on the event loop of this socket: from any thread. */
  void execute(Runnable task);

  /**
   * Says good-bye and closes, at the latest after a few seconds. From any thread.
   *
   * @param status of RFC 6455, 7.4, or of a wire's own (4000 to 4999)
   */
  void close(int status, String reason);
}
