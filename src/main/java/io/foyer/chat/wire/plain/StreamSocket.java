package io.foyer.chat.wire.plain;

import io.foyer.platform.socket.WebSocketConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP response that goes on, seen as a socket that nothing comes in by. Copies what it sends
 * once for each listener: few listen this way.
 */
final class StreamSocket implements WebSocketConnection {
  private static final Logger log = LoggerFactory.getLogger(StreamSocket.class);
  private static final int BOUND = 65_536;

  private final HttpServerResponse response;
  private final Context context;

  /** On the context of the request. */
  StreamSocket(HttpServerResponse response, Context context) {
    this.response = response;
    this.context = context;
    response.setWriteQueueMaxSize(BOUND);
  }

  /** Sends the head, before anything else. */
  void begin() {
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store")
        // nginx would keep it back until its buffer is full
        .putHeader("X-Accel-Buffering", "no");
  }

  /** A line that no listener's code sees. */
  void comment(String text) {
    write(Buffer.buffer(": " + text + "\n\n"));
  }

  void retryIn(long millis) {
    write(Buffer.buffer("retry: " + millis + "\n\n"));
  }

  @Override
  public void send(ByteBuf frames) {
    try {
      write(Buffer.buffer(ByteBufUtil.getBytes(frames)));
    } finally {
      frames.release();
    }
  }

  private void write(Buffer text) {
    if (!response.ended() && !response.closed()) {
      quietly(response.write(text));
    }
  }

  @Override
  public boolean writable() {
    return !response.writeQueueFull();
  }

  @Override
  public void execute(Runnable task) {
    context.runOnContext(now -> task.run());
  }

  /** Status and reason have no place here: whoever listens asks again, and is told then. */
  @Override
  public void close(int status, String reason) {
    execute(
        () -> {
          if (!response.ended() && !response.closed()) {
            quietly(response.end());
          }
        });
  }

  private static void quietly(Future<Void> sent) {
    sent.onFailure(cause -> log.atTrace().setCause(cause).log("listener is gone"));
  }
}
