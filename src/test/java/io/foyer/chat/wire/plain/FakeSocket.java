package io.foyer.chat.wire.plain;

import io.foyer.platform.socket.WebSocketConnection;
import io.netty.buffer.ByteBuf;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A socket that remembers what it was told. Whoever calls is on its event loop. */
final class FakeSocket implements WebSocketConnection {
  private final List<JsonObject> heard = new CopyOnWriteArrayList<>();
  private final List<Integer> closes = new CopyOnWriteArrayList<>();
  private boolean full;

  @Override
  public void send(ByteBuf frames) {
    heard.addAll(PlainWireTest.frames(frames));
  }

  @Override
  public boolean writable() {
    return !full;
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public void close(int status, String reason) {
    closes.add(status);
  }

  void full(boolean now) {
    full = now;
  }

  List<JsonObject> heard() {
    return heard;
  }

  List<Integer> closes() {
    return closes;
  }
}
