package io.foyer.chat.wire.bridge;

import io.foyer.platform.socket.WebSocketConnection;
import io.netty.buffer.ByteBuf;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A socket that remembers what it was told. Whoever calls is on its event loop. */
class FakeSocket implements WebSocketConnection {
  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final List<Integer> closes = new CopyOnWriteArrayList<>();
  private boolean full;

  @Override
  public void send(ByteBuf frames) {
    texts.addAll(FrameTexts.in(frames));
    frames.release();
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

  List<String> texts() {
    return List.copyOf(texts);
  }

  List<JsonObject> messages() {
    return texts.stream().map(JsonObject::new).toList();
  }

  List<Integer> closes() {
    return List.copyOf(closes);
  }
}
