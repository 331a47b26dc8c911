package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which connections are closed, at times that the test sets. */
class ConnectionWatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final WebSocketClient client = vertx.createWebSocketClient();
  private final RequestReadTimeout watch = new RequestReadTimeout(PATIENCE);
  private final CompletableFuture<Context> loop = new CompletableFuture<>();
  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private final Promise<Void> release = Promise.promise();
  private int port;

  @BeforeEach
  void listen() throws Exception {
    port =
        vertx
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
            .connectionHandler(
                connection -> {
                  loop.complete(vertx.getOrCreateContext());
                  watch.opened(connection, 0);
                })
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS)
            .actualPort();
  }

  private void handle(HttpServerRequest request) {
    watch.arrived(request, 0);
    if (request.path().equals("/socket")) {
      ResponseLog.log(request.toWebSocket().map(it -> it.textMessageHandler(it::writeTextMessage)));
    } else {
      request.endHandler(asked::complete);
      release.future().onSuccess(done -> ResponseLog.log(request.response().end("late")));
    }
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  /** Sweeps so long after everything began; returns how many connections are watched then. */
  private int sweepAfter(Duration time) {
    CompletableFuture<Integer> watched = new CompletableFuture<>();
    loop.join()
        .runOnContext(
            go -> {
              watch.sweep(time.toNanos());
              watched.complete(watch.size());
            });
    return watched.join();
  }

  @Test
  void aSocketMayBeSilentForEver() throws Exception {
    WebSocket socket = client.connect(port, "127.0.0.1", "/socket").await(10, TimeUnit.SECONDS);
    Promise<String> echo = Promise.promise();
    socket.textMessageHandler(echo::complete);

    assertThat(sweepAfter(PATIENCE.multipliedBy(100))).isZero();

    socket.writeTextMessage("still here").await(10, TimeUnit.SECONDS);
    assertThat(echo.future().await(10, TimeUnit.SECONDS)).isEqualTo("still here");
  }

  @Test
  void whoDoesNotSendItsRequestIsClosedAfterThePatience() throws IOException {
    try (Socket dripping = new Socket(InetAddress.getLoopbackAddress(), port)) {
      dripping.setSoTimeout(10_000);
      send(dripping, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ");
      await().until(loop::isDone);

      assertThat(sweepAfter(PATIENCE)).isOne();
      assertThat(sweepAfter(PATIENCE.plusNanos(1))).isZero();

      assertThat(dripping.getInputStream().read()).isNegative();
    }
  }

  @Test
  void anAnswerMayTakeAsLongAsItLikes() throws IOException {
    try (Socket asking = new Socket(InetAddress.getLoopbackAddress(), port)) {
      asking.setSoTimeout(10_000);
      send(asking, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      await().until(asked::isDone);

      assertThat(sweepAfter(PATIENCE.multipliedBy(100))).isOne();

      release.complete();
      assertThat(new String(asking.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .endsWith("late");
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
