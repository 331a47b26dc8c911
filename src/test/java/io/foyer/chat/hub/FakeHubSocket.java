package io.foyer.chat.hub;

import io.foyer.platform.socket.WebSocketConnection;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was sent to it, as words. */
final class FakeHubSocket implements WebSocketConnection {
  private final FakeLoop loop;
  private final List<String> words = new ArrayList<>();
  private int sends;
  private int room = Integer.MAX_VALUE;
  private int closedWith;

  FakeHubSocket(FakeLoop loop) {
    this.loop = loop;
  }

  FakeLoop loop() {
    return loop;
  }

  /** Takes so many frames, then no more. */
  void room(int frames) {
    room = frames;
  }

  List<String> words() {
    return words;
  }

  int sends() {
    return sends;
  }

  int closedWith() {
    return closedWith;
  }

  @Override
  public void send(ByteBuf frames) {
    sends++;
    room--;
    // As a channel does: what was written is behind the reader.
    String text =
        frames.readCharSequence(frames.readableBytes(), StandardCharsets.UTF_8).toString();
    frames.release();
    if (!text.isEmpty()) {
      words.addAll(List.of(text.split(" ")));
    }
  }

  @Override
  public boolean writable() {
    return room > 0;
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public void close(int status, String reason) {
    closedWith = status;
  }
}
