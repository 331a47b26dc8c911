package io.foyer.platform.socket;

import static io.foyer.platform.socket.RawWebSocketClient.FIN;
import static io.foyer.platform.socket.RawWebSocketClient.PING;
import static io.foyer.platform.socket.RawWebSocketClient.PONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketWritingTest {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
  private static final int MANY = 100;

  private SocketFixture fixture;
  private RawWebSocketClient client;
  private Recorder listener;

  @BeforeEach
  void open() throws Exception {
    fixture = new SocketFixture(SocketLimits.usual());
    client = fixture.open();
    listener = fixture.listener();
  }

  @AfterEach
  void close() throws TimeoutException, IOException {
    client.close();
    fixture.close();
  }

  @Test
  void whatIsWrittenInOneTurnLeavesInOneWrite() throws Exception {
    ByteBuf frame = Frames.text(HELLO);
    int length = frame.readableBytes() * MANY;

    listener.socket.execute(
        () -> {
          for (int i = 0; i < MANY; i++) {
            listener.socket.send(frame.retainedDuplicate());
          }
          frame.release();
        });

    assertThat(client.readSome(new byte[2 * length])).isEqualTo(length);
    await().until(() -> frame.refCnt() == 0);
  }

  @Test
  void tasksOfOneTurnShareIt() throws Exception {
    int length = HELLO.length + 2;
    listener.socket.execute(
        () -> {
          for (int i = 0; i < MANY; i++) {
            listener.socket.execute(() -> listener.socket.send(Frames.text(HELLO)));
          }
        });

    assertThat(client.readSome(new byte[2 * MANY * length])).isEqualTo(MANY * length);
  }

  @Test
  void aSlowReaderIsToldOfAndWhenThereIsRoomAgain() throws Exception {
    ByteBuf frame = Frames.text("x".repeat(1_000).getBytes(StandardCharsets.UTF_8));
    AtomicInteger sent = fill(frame);
    int told = listener.writable.get();

    for (int i = 0; i < sent.get(); i++) {
      assertThat(client.read().payload()).hasSize(1_000);
    }

    await().until(() -> listener.writable.get() > told);
    assertThat(listener.socket.writable()).isTrue();
    await().until(() -> frame.refCnt() == 1);
    frame.release();
  }

  /** Sends until neither we nor the kernel take more. */
  private AtomicInteger fill(ByteBuf frame) {
    AtomicInteger sent = new AtomicInteger();
    await()
        .during(Duration.ofMillis(300))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              int before = sent.get();
              listener.socket.execute(
                  () -> {
                    while (listener.socket.writable()) {
                      listener.socket.send(frame.retainedDuplicate());
                      sent.incrementAndGet();
                    }
                  });
              return before > 0 && before == sent.get() && !listener.socket.writable();
            });
    return sent;
  }

  @Test
  void aPingBehindAFullBufferIsAnsweredOnceAndLast() throws Exception {
    ByteBuf frame = Frames.text("x".repeat(1_000).getBytes(StandardCharsets.UTF_8));
    AtomicInteger sent = fill(frame);
    frame.release();
    for (int i = 0; i < MANY; i++) {
      client.frame(FIN | PING, (byte) i);
    }
    client.text("end");
    await().until(() -> listener.texts.contains("end"));

    for (int i = 0; i < sent.get(); i++) {
      assertThat(client.read().payload()).hasSize(1_000);
    }
    RawWebSocketClient.Frame pong = client.read();
    assertThat(pong.opcode()).isEqualTo(PONG);
    assertThat(pong.payload()).containsExactly(MANY - 1);
  }

  @Test
  void whereTheChannelIsNotKnownASocketOfVertxDoesTheSame() throws Exception {
    try (SocketFixture odd =
            new SocketFixture(
                SocketLimits.usual(), new HttpServerOptions().setLogActivity(true), Recorder::new);
        RawWebSocketClient plain = odd.open()) {
      Recorder heard = odd.listener();
      plain.text("κόσμε").frame(RawWebSocketClient.TEXT, (byte) 'a').frame(FIN, (byte) 'b');
      await().until(() -> heard.texts.size() == 2);
      assertThat(heard.texts).containsExactly("κόσμε", "ab");

      ByteBuf frames = Frames.text(HELLO);
      Frames.appendText(frames, "x".repeat(60_000).getBytes(StandardCharsets.UTF_8));
      heard.socket.execute(() -> heard.socket.send(frames));
      assertThat(plain.read().text()).isEqualTo("hello");
      assertThat(plain.read().opcode()).isEqualTo(RawWebSocketClient.TEXT);
      await().until(() -> frames.refCnt() == 0);

      assertThat(odd.sockets.count()).isZero();
      plain.frame(FIN | RawWebSocketClient.TEXT, (byte) 0xC0);
      assertThat(plain.read().status()).isEqualTo(1007);
      plain.reset();
      await().until(() -> heard.closed.get() == 1);
    }
  }
}
