package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;

/**
 * One open WebSocket connection, confined to one event loop: except {@link #execute} and {@link
 * #close}, every method is called there, and its {@link SocketListener} too.
 */
public interface WebSocketConnection {
  /**
   * Sends frames encoded by {@link Frames}. All writes of one event loop iteration leave in one
   * system call; ignored once the socket is closed.
   *
   * @param frames released when sent or when they can no longer be
   */
  void send(ByteBuf frames);

  /** Whether the pending output is below the high water mark. Sending all the same fills memory. */
  boolean writable();

  /** Runs a task on the event loop of this socket. May be called from any thread. */
  void execute(Runnable task);

  /**
   * Starts the close handshake; closes after {@code closeAfter} at the latest. May be called from
   * any thread.
   *
   * @param status of RFC 6455, 7.4, or application-specific (4000 to 4999)
   */
  void close(int status, String reason);
}
