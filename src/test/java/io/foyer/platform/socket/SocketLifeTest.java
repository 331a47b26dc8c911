package io.foyer.platform.socket;

import static io.foyer.platform.socket.RawWebSocketClient.CLOSE;
import static io.foyer.platform.socket.RawWebSocketClient.FIN;
import static io.foyer.platform.socket.RawWebSocketClient.PING;
import static io.foyer.platform.socket.RawWebSocketClient.TEXT;
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
    try (RawWebSocketClient client = fixture.open()) {
      assertThat(client.read().opcode()).isEqualTo(PING);
      assertThat(client.read().opcode()).isEqualTo(PING);
      assertThat(client.read().status()).isEqualTo(1001);
    }
    awaitEnd(fixture.listener());
  }

  @Test
  void whoDripsAFrameAndNeverEndsItIsClosed() throws Exception {
    serve(SHORT, SHORT);
    try (RawWebSocketClient client = fixture.open()) {
      byte[] frame = RawWebSocketClient.masked(FIN | TEXT, new byte[1_000]);
      Recorder listener = fixture.listener();
      client.raw(Arrays.copyOf(frame, 8)); // its head, and no whole payload will ever follow
      await()
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                dripped(client);
                return listener.closed.get() == 1;
              });
    }
  }

  private static void dripped(RawWebSocketClient client) {
    try {
      client.raw(new byte[1]);
    } catch (java.io.IOException closed) {
      // that is what is waited for
    }
  }

  @Test
  void whoDoesNotAnswerTheGoodByeIsDropped() throws Exception {
    serve(LONG, SHORT);
    try (RawWebSocketClient client = fixture.open()) {
      Recorder listener = fixture.listener();
      listener.socket.close(4000, "enough");

      assertThat(client.read().status()).isEqualTo(4000);
      awaitEnd(listener);
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void whoAnswersTheGoodByeIsClosedAtOnce() throws Exception {
    try (RawWebSocketClient client = fixture.open()) {
      Recorder listener = fixture.listener();
      listener.socket.close(1000, "é".repeat(100));

      RawWebSocketClient.Frame said = client.read();
      assertThat(said.status()).isEqualTo(1000);
      assertThat(said.payload()).hasSize(2 + 122);
      client.text("too late").frame(FIN | CLOSE, (byte) 3, (byte) 0xE8);
      assertThat(client.ended()).isTrue();
      awaitEnd(listener);
      assertThat(listener.texts).isEmpty();
    }
  }

  @Test
  void bothMaySayGoodByeAtOnce() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (RawWebSocketClient client = fixture.open()) {
        Recorder listener = fixture.listener();
        listener.socket.close(1000, "");
        client.frame(FIN | CLOSE, (byte) 3, (byte) 0xE9);

        assertThat(client.read().status()).isIn(1000, 1001);
        awaitEnd(listener);
      }
    }
  }

  @Test
  void aResetInMidFrameEndsTheSocketOnce() throws Exception {
    RawWebSocketClient client = fixture.open();
    Recorder listener = fixture.listener();
    byte[] frame = RawWebSocketClient.masked(FIN | TEXT, new byte[30_000]);
    client.raw(Arrays.copyOf(frame, 20_000));

    client.reset();

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
    try (RawWebSocketClient victim = fixture.open();
        RawWebSocketClient other = fixture.open()) {
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
    RawWebSocketClient client = fixture.open();
    Recorder listener = fixture.listener();
    client.close();
    awaitEnd(listener);

    ByteBuf frame = Frames.text(HELLO);
    on(listener.socket, () -> listener.socket.send(frame));

    assertThat(frame.refCnt()).isZero();
    assertThat(listener.socket.writable()).isFalse();
  }

  @Test
  void whatIsOnItsWayWhenTheSocketDiesIsReleased() throws Exception {
    RawWebSocketClient client = fixture.open();
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

    client.reset();

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
    try (RawWebSocketClient client = fixture.open()) {
      client.text("x");
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
    try (RawWebSocketClient client = fixture.open()) {
      WebSocketConnection socket = fixture.listener().socket;

      assertThatIllegalArgumentException().isThrownBy(() -> socket.close(1006, ""));

      client.text("still there");
      await().until(() -> fixture.sockets.count() == 1);
    }
  }

  @Test
  void drainingSaysGoodByeToAllAndWaitsForThem() throws Exception {
    try (RawWebSocketClient one = fixture.open();
        RawWebSocketClient two = fixture.open()) {
      Future<Void> drained = fixture.sockets.drain(LONG);

      for (RawWebSocketClient client : new RawWebSocketClient[] {one, two}) {
        assertThat(drained.isComplete()).isFalse();
        assertThat(client.read().status()).isEqualTo(1012);
        client.frame(FIN | CLOSE, (byte) 3, (byte) 0xF4);
        assertThat(client.ended()).isTrue();
      }
      await(drained);
      assertThat(fixture.sockets.count()).isZero();
    }
  }

  @Test
  void whoDoesNotLeaveWhileDrainingIsDropped() throws Exception {
    try (RawWebSocketClient client = fixture.open()) {
      // Long enough that the good-bye leaves first.
      await(fixture.sockets.drain(Duration.ofSeconds(1)));

      assertThat(client.read().status()).isEqualTo(1012);
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void aServerThatShutsDownSaysGoodByeToo() throws Exception {
    try (RawWebSocketClient client = fixture.open()) {
      Future<Void> shut = fixture.server.shutdown(10, TimeUnit.SECONDS);

      assertThat(client.read().status()).isEqualTo(1012);
      client.frame(FIN | CLOSE);
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
