package io.foyer.platform.socket;

import static io.foyer.platform.socket.Peer.FIN;
import static io.foyer.platform.socket.Peer.PING;
import static io.foyer.platform.socket.Peer.PONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketWritingTest {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
  private static final int MANY = 100;

  private SocketFixture fixture;
  private Peer peer;
  private Recorder listener;

  @BeforeEach
  void open() throws Exception {
    fixture = new SocketFixture(SocketLimits.usual());
    peer = fixture.open();
    listener = fixture.listener();
  }

  @AfterEach
  void close() throws TimeoutException, IOException {
    peer.close();
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

    assertThat(peer.readSome(new byte[2 * length])).isEqualTo(length);
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

    assertThat(peer.readSome(new byte[2 * MANY * length])).isEqualTo(MANY * length);
  }

  @Test
  void aSlowReaderIsToldOfAndWhenThereIsRoomAgain() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    ByteBuf frame = Frames.text("x".repeat(1_000).getBytes(StandardCharsets.UTF_8));
    listener.socket.execute(
        () -> {
          while (listener.socket.writable()) {
            listener.socket.send(frame.retainedDuplicate());
            sent.incrementAndGet();
          }
        });
    await().until(() -> listener.writable.get() > 0 || sent.get() > 0);

    // Each turn gives as much as the bound; the kernel's own buffers end it.
    int rounds = 0;
    int before;
    do {
      before = sent.get();
      listener.socket.execute(
          () -> {
            while (listener.socket.writable()) {
              listener.socket.send(frame.retainedDuplicate());
              sent.incrementAndGet();
            }
          });
      awaitTurn();
      rounds++;
    } while (sent.get() > before && rounds < 1_000);
    assertThat(listener.socket.writable()).isFalse();
    int told = listener.writable.get();

    for (int i = 0; i < sent.get(); i++) {
      assertThat(peer.read().payload()).hasSize(1_000);
    }

    await().until(() -> listener.writable.get() > told);
    assertThat(listener.socket.writable()).isTrue();
    await().until(() -> frame.refCnt() == 1);
    frame.release();
  }

  private void awaitTurn() throws InterruptedException {
    java.util.concurrent.CountDownLatch turn = new java.util.concurrent.CountDownLatch(2);
    listener.socket.execute(
        () -> {
          turn.countDown();
          listener.socket.execute(turn::countDown);
        });
    assertThat(turn.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aPingBehindAFullBufferIsAnsweredOnceAndLast() throws Exception {
    ByteBuf frame = Frames.text("x".repeat(60_000).getBytes(StandardCharsets.UTF_8));
    listener.socket.execute(
        () -> {
          for (int i = 0; i < 40; i++) {
            listener.socket.send(frame.retainedDuplicate());
          }
          frame.release();
        });
    awaitTurn();
    for (int i = 0; i < MANY; i++) {
      peer.frame(FIN | PING, (byte) i);
    }
    peer.text("end");
    await().until(() -> listener.texts.contains("end"));

    for (int i = 0; i < 40; i++) {
      assertThat(peer.read().payload()).hasSize(60_000);
    }
    Peer.Frame pong = peer.read();
    assertThat(pong.opcode()).isEqualTo(PONG);
    assertThat(pong.payload()).containsExactly(MANY - 1);
  }

  @Test
  void whereTheChannelIsNotKnownASocketOfVertxDoesTheSame() throws Exception {
    try (SocketFixture odd =
            new SocketFixture(
                SocketLimits.usual(), new HttpServerOptions().setLogActivity(true), Recorder::new);
        Peer plain = odd.open()) {
      Recorder heard = odd.listener();
      plain.text("κόσμε").frame(Peer.TEXT, (byte) 'a').frame(FIN, (byte) 'b');
      await().until(() -> heard.texts.size() == 2);
      assertThat(heard.texts).containsExactly("κόσμε", "ab");

      ByteBuf frames = Frames.text(HELLO);
      Frames.appendText(frames, "x".repeat(60_000).getBytes(StandardCharsets.UTF_8));
      heard.socket.execute(() -> heard.socket.send(frames));
      assertThat(plain.read().text()).isEqualTo("hello");
      assertThat(plain.read().opcode()).isEqualTo(Peer.TEXT);
      await().until(() -> frames.refCnt() == 0);

      assertThat(odd.sockets.count()).isZero();
      plain.frame(FIN | Peer.TEXT, (byte) 0xC0);
      await().until(() -> heard.closed.get() == 1);
    }
  }
}
