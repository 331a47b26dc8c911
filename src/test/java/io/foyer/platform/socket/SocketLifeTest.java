package io.foyer.platform.socket;

import static io.foyer.platform.socket.Peer.CLOSE;
import static io.foyer.platform.socket.Peer.FIN;
import static io.foyer.platform.socket.Peer.PING;
import static io.foyer.platform.socket.Peer.TEXT;
import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketLifeTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  private SocketFixture fixture;

  @BeforeEach
  void open() throws TimeoutException {
    fixture = new SocketFixture(SocketLimits.usual().withTimeouts(LONG, LONG));
  }

  @AfterEach
  void close() throws TimeoutException {
    fixture.close();
  }

  private void serve(Duration pingAfter, Duration closeAfter) throws TimeoutException {
    serve(pingAfter, closeAfter, Recorder::new);
  }

  private void serve(
      Duration pingAfter, Duration closeAfter, Function<WebSocketConnection, Recorder> listeners)
      throws TimeoutException {
    fixture.close();
    fixture =
        new SocketFixture(
            SocketLimits.usual().withTimeouts(pingAfter, closeAfter),
            new HttpServerOptions(),
            listeners);
  }

  private void awaitEnd(Recorder listener) {
    await().until(() -> fixture.sockets.count() == 0);
    assertThat(listener.closed).hasValue(1);
  }

  @Test
  void whoIsSilentIsAskedTwiceAndThenClosed() throws Exception {
    serve(SHORT, LONG);
    try (Peer peer = fixture.open()) {
      assertThat(peer.read().opcode()).isEqualTo(PING);
      assertThat(peer.read().opcode()).isEqualTo(PING);
      assertThat(peer.read().status()).isEqualTo(1001);
    }
    awaitEnd(fixture.listener());
  }

  @Test
  void whoDripsAFrameAndNeverEndsItIsClosed() throws Exception {
    serve(SHORT, SHORT);
    try (Peer peer = fixture.open()) {
      byte[] frame = Peer.masked(FIN | TEXT, new byte[1_000]);
      Recorder listener = fixture.listener();
      peer.raw(Arrays.copyOf(frame, 8)); // its head, and no whole payload will ever follow
      await()
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                dripped(peer);
                return listener.closed.get() == 1;
              });
    }
  }

  private static void dripped(Peer peer) {
    try {
      peer.raw(new byte[1]);
    } catch (java.io.IOException closed) {
      // that is what is waited for
    }
  }

  @Test
  void whoDoesNotAnswerTheGoodByeIsDropped() throws Exception {
    serve(LONG, SHORT);
    try (Peer peer = fixture.open()) {
      Recorder listener = fixture.listener();
      listener.socket.close(4000, "enough");

      assertThat(peer.read().status()).isEqualTo(4000);
      awaitEnd(listener);
      assertThat(peer.ended()).isTrue();
    }
  }

  @Test
  void whoAnswersTheGoodByeIsClosedAtOnce() throws Exception {
    try (Peer peer = fixture.open()) {
      Recorder listener = fixture.listener();
      listener.socket.close(1000, "é".repeat(100));

      Peer.Frame said = peer.read();
      assertThat(said.status()).isEqualTo(1000);
      assertThat(said.payload()).hasSize(2 + 122);
      peer.text("too late").frame(FIN | CLOSE, (byte) 3, (byte) 0xE8);
      assertThat(peer.ended()).isTrue();
      awaitEnd(listener);
      assertThat(listener.texts).isEmpty();
    }
  }

  @Test
  void bothMaySayGoodByeAtOnce() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (Peer peer = fixture.open()) {
        Recorder listener = fixture.listener();
        listener.socket.close(1000, "");
        peer.frame(FIN | CLOSE, (byte) 3, (byte) 0xE9);

        assertThat(peer.read().status()).isIn(1000, 1001);
        awaitEnd(listener);
      }
    }
  }

  @Test
  void aResetInMidFrameEndsTheSocketOnce() throws Exception {
    Peer peer = fixture.open();
    Recorder listener = fixture.listener();
    byte[] frame = Peer.masked(FIN | TEXT, new byte[30_000]);
    peer.raw(Arrays.copyOf(frame, 20_000));

    peer.reset();

    awaitEnd(listener);
    assertThat(listener.texts).isEmpty();
  }

  @Test
  void aFaultOfTheListenerEndsItsSocketOnly() throws Exception {
    serve(
        LONG,
        LONG,
        socket ->
            new Recorder(socket) {
              @Override
              public void text(String message) {
                if (message.equals("bomb")) {
                  throw new IllegalStateException("planted");
                }
                super.text(message);
              }
            });
    try (Peer victim = fixture.open();
        Peer other = fixture.open()) {
      victim.text("bomb");
      assertThat(victim.read().status()).isEqualTo(1011);

      Recorder first = fixture.listener();
      Recorder second = fixture.listener();
      other.text("hello");
      await().until(() -> first.texts.contains("hello") || second.texts.contains("hello"));
    }
  }

  @Test
  void whatIsSentAfterTheEndIsReleased() throws Exception {
    Peer peer = fixture.open();
    Recorder listener = fixture.listener();
    peer.close();
    awaitEnd(listener);

    ByteBuf frame = Frames.text(HELLO);
    on(listener.socket, () -> listener.socket.send(frame));

    assertThat(frame.refCnt()).isZero();
    assertThat(listener.socket.writable()).isFalse();
  }

  @Test
  void whatIsOnItsWayWhenTheSocketDiesIsReleased() throws Exception {
    Peer peer = fixture.open();
    Recorder listener = fixture.listener();
    ByteBuf frame = Frames.text(new byte[60_000]);
    on(
        listener.socket,
        () -> {
          for (int i = 0; i < 40; i++) {
            listener.socket.send(frame.retainedDuplicate());
          }
        });
    assertThat(listener.socket.writable()).isFalse();

    peer.reset();

    awaitEnd(listener);
    await().until(() -> frame.refCnt() == 1);
    frame.release();
  }

  @Test
  void tasksAndNewsComeOnOneEventLoopWithItsContext() throws Exception {
    CompletableFuture<Thread> heard = new CompletableFuture<>();
    serve(
        LONG,
        LONG,
        socket ->
            new Recorder(socket) {
              @Override
              public void text(String message) {
                assertThat(Vertx.currentContext()).isNotNull();
                heard.complete(Thread.currentThread());
              }
            });
    try (Peer peer = fixture.open()) {
      peer.text("x");
      CompletableFuture<Thread> ran = new CompletableFuture<>();
      fixture
          .listener()
          .socket
          .execute(
              () -> {
                assertThat(Vertx.currentContext()).isNotNull();
                ran.complete(Thread.currentThread());
              });

      assertThat(ran.get(10, TimeUnit.SECONDS)).isEqualTo(heard.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aStatusThatMayNotBeSentIsRefused() throws Exception {
    try (Peer peer = fixture.open()) {
      WebSocketConnection socket = fixture.listener().socket;

      assertThatIllegalArgumentException().isThrownBy(() -> socket.close(1006, ""));

      peer.text("still there");
      await().until(() -> fixture.sockets.count() == 1);
    }
  }

  @Test
  void drainingSaysGoodByeToAllAndWaitsForThem() throws Exception {
    try (Peer one = fixture.open();
        Peer two = fixture.open()) {
      Future<Void> drained = fixture.sockets.drain(LONG);

      for (Peer peer : new Peer[] {one, two}) {
        assertThat(drained.isComplete()).isFalse();
        assertThat(peer.read().status()).isEqualTo(1012);
        peer.frame(FIN | CLOSE, (byte) 3, (byte) 0xF4);
        assertThat(peer.ended()).isTrue();
      }
      await(drained);
      assertThat(fixture.sockets.count()).isZero();
    }
  }

  @Test
  void whoDoesNotLeaveWhileDrainingIsDropped() throws Exception {
    try (Peer peer = fixture.open()) {
      // Long enough that the good-bye leaves first.
      await(fixture.sockets.drain(Duration.ofSeconds(1)));

      assertThat(peer.read().status()).isEqualTo(1012);
      assertThat(peer.ended()).isTrue();
    }
  }

  @Test
  void aServerThatShutsDownSaysGoodByeToo() throws Exception {
    try (Peer peer = fixture.open()) {
      Future<Void> shut = fixture.server.shutdown(10, TimeUnit.SECONDS);

      assertThat(peer.read().status()).isEqualTo(1012);
      peer.frame(FIN | CLOSE);
      await(shut);
    }
  }

  private static void on(WebSocketConnection socket, Runnable task) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    socket.execute(
        () -> {
          task.run();
          done.countDown();
        });
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
