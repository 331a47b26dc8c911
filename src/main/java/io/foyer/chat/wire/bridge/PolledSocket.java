package io.foyer.chat.wire.bridge;

import io.foyer.platform.socket.SocketListener;
import io.foyer.platform.socket.WebSocketConnection;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A SockJS session over requests of HTTP as if it were a WebSocket. It is told frames of a plain
 * WebSocket, and reads them back: what all others get is encoded once as well.
 */
final class PolledSocket implements WebSocketConnection {
  private static final Logger log = LoggerFactory.getLogger(PolledSocket.class);

  private final SockJSSocket session;
  private final Context loop;
  private Optional<SocketListener> listener = Optional.empty();
  private boolean closed;

  PolledSocket(SockJSSocket session, Context loop) {
    this.session = session;
    this.loop = loop;
  }

  /** From now on {@code listener} hears of it. */
  void listen(SocketListener heard) {
    listener = Optional.of(heard);
    session.handler(message -> heard.text(message.toString()));
    session.exceptionHandler(cause -> log.atDebug().setCause(cause).log("polled session failed"));
    session.closeHandler(gone -> end(heard));
  }

  private void end(SocketListener heard) {
    if (!closed) {
      closed = true;
      heard.closed();
    }
  }

  @Override
  public void send(ByteBuf frames) {
    try {
      if (!closed) {
        FrameTexts.in(frames).forEach(this::write);
      }
    } finally {
      frames.release();
    }
    if (!writable()) {
      session.drainHandler(room -> listener.ifPresent(SocketListener::writable));
    }
  }

  private void write(String text) {
    session
        .write(text)
        .onFailure(
            cause -> log.atDebug().addKeyValue("cause", cause.getMessage()).log("not polled"));
  }

  @Override
  public boolean writable() {
    return !session.writeQueueFull();
  }

  @Override
  public void execute(Runnable task) {
    loop.runOnContext(there -> task.run());
  }

  /** The client is told 3000: SockJS over HTTP has one way to say good-bye. */
  @Override
  public void close(int status, String reason) {
    execute(session::close);
  }
}
