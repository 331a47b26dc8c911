package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.LogWatch;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in pieces, to callers who read, who do not, and who hang up. */
class StreamingResponseTest {
  private static final int PIECE = 256 * 1024;
  private static final int MANY = 100; // 25 megabytes, which no socket buffer takes

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private volatile Optional<Throwable> failure = Optional.empty();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  /** Makes {@code whole} pieces, then ends or fails. */
  private ChunkSource pieces(int whole, Optional<Throwable> end) {
    return () -> {
      mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      Promise<Optional<Buffer>> made = Promise.promise();
      int number = asked.incrementAndGet();
      vertx.runOnContext(
          now -> {
            atOnce.decrementAndGet();
            if (number <= whole) {
              made.complete(Optional.of(Buffer.buffer(new byte[PIECE])));
            } else if (end.isPresent()) {
              made.fail(end.get());
            } else {
              made.complete(Optional.empty());
            }
          });
      return made.future();
    };
  }

  private Socket caller(ChunkSource chunks) throws Exception {
    return caller(chunks, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  }

  private Socket caller(ChunkSource chunks, String request) throws Exception {
    int port =
        vertx
            .createHttpServer()
            .requestHandler(
                asking ->
                    OperationResponse.streamed("text/plain", chunks)
                        .with("X-Kind", "stream")
                        .send(asking)
                        .onFailure(cause -> refuse(asking.response(), cause)))
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS)
            .actualPort();
    Socket socket = new Socket();
    socket.setReceiveBufferSize(256 * 1024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private void refuse(HttpServerResponse response, Throwable cause) {
    failure = Optional.of(cause);
    response.setStatusCode(503).putHeader("Connection", "close").end();
  }

  /** All that is sent, up to the end of the connection or of the answer. */
  private static String all(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    byte[] bytes = new byte[64 * 1024];
    try {
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        text.append(new String(bytes, 0, read, StandardCharsets.ISO_8859_1));
        if (text.length() > 4 && text.substring(text.length() - 5).equals("0\r\n\r\n")) {
          break;
        }
      }
    } catch (SocketException e) {
      return text.append("[reset]").toString();
    }
    return text.toString();
  }

  @Test
  void piecesAreAskedForOneByOneUntilTheLast() throws Exception {
    try (Socket caller = caller(pieces(3, Optional.empty()))) {
      String answer = all(caller);

      assertThat(answer)
          .startsWith("HTTP/1.1 200")
          .contains("X-Kind: stream")
          .endsWith("0\r\n\r\n");
      assertThat(answer.length()).isGreaterThan(3 * PIECE);
      assertThat(asked).hasValue(4);
      assertThat(mostAtOnce).hasValue(1);
    }
  }

  @Test
  void noPieceIsAnEmptyAnswer() throws Exception {
    try (Socket caller = caller(pieces(0, Optional.empty()))) {
      assertThat(all(caller)).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n0\r\n\r\n");
    }
  }

  @Test
  void whoDoesNotReadIsWaitedFor() throws Exception {
    try (Socket caller = caller(pieces(MANY, Optional.empty()))) {
      await().until(() -> asked.get() > 0);
      int settled = settled();

      assertThat(settled).isLessThan(MANY / 2);
      assertThat(mostAtOnce).hasValue(1);
      assertThat(all(caller)).endsWith("0\r\n\r\n");
      assertThat(asked).hasValue(MANY + 1);
    }
  }

  @Test
  void whoHangsUpEndsTheReadingAndIsNoFault() throws Exception {
    try (LogWatch logs = LogWatch.open()) {
      int settled;
      try (Socket caller = caller(pieces(MANY, Optional.empty()))) {
        assertThat(caller.getInputStream().read()).isEqualTo('H');
        settled = settled();
      }

      assertThat(settled()).isLessThan(settled + 10).isLessThan(MANY / 2);
      assertThat(logs.holding("Response aborted")).isEmpty();
    }
  }

  /** How many pieces were asked for once no more are, for half a second. */
  private int settled() {
    AtomicInteger before = new AtomicInteger(-1);
    await()
        .during(Duration.ofMillis(500))
        .until(() -> before.getAndSet(asked.get()) == asked.get());
    return asked.get();
  }

  @Test
  void aFailureBeforeTheFirstPieceCanBeTold() throws Exception {
    try (Socket caller = caller(pieces(0, Optional.of(new IllegalStateException("gone"))))) {
      assertThat(all(caller)).startsWith("HTTP/1.1 503");
      assertThat(failure).get().isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aFailureInTheMiddleIsNoWholeAnswer() throws Exception {
    try (Socket caller = caller(pieces(2, Optional.of(new IllegalStateException("gone"))))) {
      assertThat(all(caller)).startsWith("HTTP/1.1 200").doesNotEndWith("0\r\n\r\n");
      assertThat(asked).hasValue(3);
      assertThat(failure).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Connection: keep-alive\r\n"})
  void inHttp10AWholeAnswerEndsWithTheConnection(String header) throws Exception {
    try (Socket caller = caller(pieces(2, Optional.empty()), http10(header))) {
      String answer = all(caller);

      assertThat(answer).contains(" 200 ").doesNotContain("ransfer-").doesNotEndWith("[reset]");
      assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).hasSize(2 * PIECE);
    }
  }

  @Test
  void inHttp10ABrokenOffAnswerEndsWithAReset() throws Exception {
    ChunkSource broken = pieces(2, Optional.of(new IllegalStateException("gone")));
    try (Socket caller = caller(broken, http10(""))) {
      assertThat(all(caller)).endsWith("[reset]");
      assertThat(asked).hasValue(3);
    }
  }

  private static String http10(String header) {
    return "GET / HTTP/1.0\r\n" + header + "\r\n";
  }
}
