package io.foyer.platform.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A socket that keeps what is sent to it. Every caller is on its event loop. */
public class FakeSocket implements WebSocketConnection {
  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final List<Integer> closes = new CopyOnWriteArrayList<>();
  private boolean full;

  /** The texts of whole text frames, which are released. */
  public static List<String> texts(ByteBuf frames) {
    List<String> found = new ArrayList<>();
    try {
      while (frames.isReadable()) {
        assertThat(frames.readUnsignedByte()).isEqualTo((short) 0x81);
        int length = frames.readUnsignedByte();
        long size =
            length < 126 ? length : length == 126 ? frames.readUnsignedShort() : frames.readLong();
        found.add(frames.readCharSequence((int) size, StandardCharsets.UTF_8).toString());
      }
      return found;
    } finally {
      frames.release();
    }
  }

  @Override
  public void send(ByteBuf frames) {
    texts.addAll(texts(frames));
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

  public void full(boolean now) {
    full = now;
  }

  public List<String> texts() {
    return List.copyOf(texts);
  }

  public List<JsonObject> messages() {
    return texts.stream().map(JsonObject::new).toList();
  }

  /** With what status it was closed, each time. */
  public List<Integer> closes() {
    return List.copyOf(closes);
  }
}
