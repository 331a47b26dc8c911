package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A socket of Vert.x, where the channel below cannot be had: costs more and coalesces nothing. */
final class PlainSocket implements WebSocketConnection {
  private static final Logger log = LoggerFactory.getLogger(PlainSocket.class);
  private static final int OPCODE = 0x0F;
  private static final int TEXT = 1;

  private final ServerWebSocket socket;
  private final Context context;
  private final MessageAssembler assembler = new MessageAssembler();
  private final int maxMessage;

  private PlainSocket(ServerWebSocket socket, Context context, int maxMessage) {
    this.socket = socket;
    this.context = context;
    this.maxMessage = maxMessage;
  }

  static void open(
      HttpServerRequest request,
      int maxMessage,
      Function<WebSocketConnection, SocketListener> opener) {
    Context context = Vertx.currentContext();
    sent(
        request
            .toWebSocket()
            .onSuccess(
                it -> {
                  PlainSocket socket = new PlainSocket(it, context, maxMessage);
                  socket.listen(opener.apply(socket));
                }));
  }

  private void listen(SocketListener listener) {
    socket
        .frameHandler(frame -> hear(frame, listener))
        .drainHandler(drained -> listener.writable())
        .closeHandler(closed -> listener.closed())
        .exceptionHandler(
            cause -> log.atDebug().addKeyValue("cause", cause.getMessage()).log("socket failed"));
  }

  private void hear(WebSocketFrame frame, SocketListener listener) {
    try {
      ByteBuf payload = Unpooled.wrappedBuffer(frame.binaryData().getBytes());
      if (frame.isContinuation()) {
        assembler.follow(payload, frame.isFinal(), listener);
      } else if (frame.isText() || frame.isBinary()) {
        assembler.begin(frame.isText(), payload, frame.isFinal(), maxMessage, listener);
      }
    } catch (ProtocolViolation e) {
      close(e.status(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void send(ByteBuf frames) {
    try {
      while (!socket.isClosed() && frames.isReadable()) {
        boolean text = (frames.readByte() & OPCODE) == TEXT;
        ByteBuf payload = frames.readSlice(length(frames));
        sent(
            text
                ? socket.writeTextMessage(payload.toString(StandardCharsets.UTF_8))
                : Future.failedFuture("only texts are made by Frames"));
      }
    } finally {
      frames.release();
    }
  }

  private static int length(ByteBuf frame) {
    int length = frame.readUnsignedByte();
    return switch (length) {
      case 126 -> frame.readUnsignedShort();
      case 127 -> Math.toIntExact(frame.readLong());
      default -> length;
    };
  }

  @Override
  public boolean writable() {
    return !socket.isClosed() && !socket.writeQueueFull();
  }

  @Override
  public void execute(Runnable task) {
    context.runOnContext(now -> task.run());
  }

  @Override
  public void close(int status, String reason) {
    if (!socket.isClosed()) {
      sent(socket.close((short) status, reason));
    }
  }

  private static void sent(Future<?> written) {
    written.onFailure(
        cause -> log.atDebug().addKeyValue("cause", cause.getMessage()).log("socket gone"));
  }
}
