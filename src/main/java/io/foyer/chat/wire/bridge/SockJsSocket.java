package io.foyer.chat.wire.bridge;

import io.foyer.platform.socket.Frames;
import io.foyer.platform.socket.WebSocketConnection;
import io.netty.buffer.ByteBuf;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;

/** A WebSocket that speaks SockJS: what it carries opens, beats and closes by frames of its own. */
final class SockJsSocket implements WebSocketConnection {
  private final WebSocketConnection socket;

  SockJsSocket(WebSocketConnection socket) {
    this.socket = socket;
  }

  /** Tells the client that it may begin. */
  void greet() {
    send(frame("o"));
  }

  /** Tells the client, and every proxy before it, that somebody is there. */
  void beat() {
    execute(() -> send(frame("h")));
  }

  private static ByteBuf frame(String text) {
    return Frames.text(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void send(ByteBuf frames) {
    socket.send(frames);
  }

  @Override
  public boolean writable() {
    return socket.writable();
  }

  @Override
  public void execute(Runnable task) {
    socket.execute(task);
  }

  @Override
  public void close(int status, String reason) {
    execute(
        () -> {
          send(frame("c" + new JsonArray().add(status).add(reason).encode()));
          socket.close(status, reason);
        });
  }
}
