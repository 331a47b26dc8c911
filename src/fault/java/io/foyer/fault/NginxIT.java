package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.Nginx;
import io.foyer.testing.OnRedis;
import io.foyer.testing.PollingClient;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample of {@code docker/nginx} before real nodes: no sticky sessions. */
class NginxIT {
  private static final String API = "/api/v2/evaluations";
  private static final int CALLERS = 16;

  private static Stage stage;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    stage = new Stage("nginx").nodes(2);
    Map<String, String> redis = OnRedis.settings();
    stage
        .nodes()
        .all()
        .forEach(
            process -> {
              redis.forEach(process::set);
              process
                  .set("TRUSTED_PROXIES", "127.0.0.1")
                  .set("REDIS_TIMEOUT", "10s") // a node that counts for itself shares no count
                  .set("LIMITS_REQUESTS", "1000000")
                  .set("LIMITS_ANONYMOUS", "3")
                  .set("LIMITS_INTERVAL", "1h");
            });
    stage.nodes().start();
  }

  @AfterAll
  static void stop() {
    if (stage != null) { // it did not open
      stage.close();
    }
  }

  private Nginx beforeNodes() {
    return Nginx.start(
        folder, stage.nodes().all().stream().map(process -> process.url().getPort()).toList());
  }

  /** For how long requests fail, {@code make bench-cluster} measures. */
  @Test
  void aNodeKilledUnderLoadIsLeftOutAndComesBack() {
    try (Nginx nginx = beforeNodes();
        PollingClient callers =
            new PollingClient(CALLERS, Duration.ofMillis(5), () -> asAdmin(nginx))) {
      await().until(() -> callers.answered() > 500);
      assertThat(callers.failed()).isZero();
      stage.nodes().all().forEach(process -> assertThat(servedBy(nginx, process)).isPositive());

      stage.nodes().get(0).kill();
      try {
        await().untilAsserted(() -> noneFails(callers));
        assertThat(callers.failed()).as("what was under way").isLessThanOrEqualTo(CALLERS);
      } finally {
        stage.nodes().get(0).launch(); // the other test needs both
      }

      long before = servedBy(nginx, stage.nodes().get(0));
      stage.nodes().get(0).awaitReady();
      await().until(() -> servedBy(nginx, stage.nodes().get(0)) > before + 100);
      await().untilAsserted(() -> noneFails(callers));
    }
  }

  private static HttpRequest asAdmin(Nginx nginx) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + nginx.port() + API))
        .timeout(Duration.ofSeconds(10))
        .header("Authorization", "Bearer " + Planted.settings().get("ADMIN_TOKEN"))
        .build();
  }

  private static void noneFails(PollingClient callers) {
    long failed = callers.failed();
    long answered = callers.answered();
    await().until(() -> callers.answered() > answered + 500);
    assertThat(callers.failed()).isEqualTo(failed);
  }

  private static long servedBy(Nginx nginx, FoyerProcess process) {
    String line = "127.0.0.1:" + process.url().getPort() + " 200";
    return nginx.passed().stream().filter(line::equals).count();
  }

  @Test
  void strangersAreCountedByTheirTrueAddressWhateverTheyInvent() throws Exception {
    try (Nginx nginx = beforeNodes()) {
      List<Integer> inventor =
          IntStream.range(0, 6)
              .mapToObj(i -> status(nginx, "127.0.0.21", "X-Forwarded-For: 203.0.113." + i))
              .toList();
      List<Integer> another =
          IntStream.range(0, 4)
              .mapToObj(i -> status(nginx, "127.0.0.22", "X-Forwarded-For: 127.0.0.21"))
              .toList();

      assertThat(inventor).containsExactly(401, 401, 401, 429, 429, 429);
      assertThat(another).containsExactly(401, 401, 401, 429);
      assertThat(nginx.passed().stream().map(line -> line.split(" ", 2)[0]).distinct())
          .as("both nodes were asked, and share one count")
          .hasSize(2);
    }
  }

  /** What somebody at {@code address} is answered, by a connection of its own. */
  private static int status(Nginx nginx, String address, String header) {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(address, 0));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), nginx.port()));
      socket.setSoTimeout(10_000);
      String request =
          "GET " + API + " HTTP/1.1\r\nHost: foyer.test\r\nConnection: close\r\n" + header;
      socket.getOutputStream().write((request + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      try (var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
        return Integer.parseInt(in.readLine().split(" ", 3)[1]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void noPostIsSentTwice() throws Exception {
    Vertx vertx = Vertx.vertx();
    AtomicInteger posts = new AtomicInteger();
    List<Integer> nodes = List.of(hangingUp(vertx, posts), hangingUp(vertx, posts));
    try (Nginx nginx = Nginx.start(folder, nodes)) {
      URI url = URI.create("http://127.0.0.1:" + nginx.port() + "/webhooks");
      HttpRequest post =
          HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofString("x")).build();

      assertThat(HttpClient.newHttpClient().send(post, BodyHandlers.discarding()).statusCode())
          .isEqualTo(502);
      assertThat(posts).hasValue(1);
    } finally {
      vertx.close().await(10, TimeUnit.SECONDS);
    }
  }

  /** Dies as soon as it is told something. */
  private static int hangingUp(Vertx vertx, AtomicInteger told) throws Exception {
    return vertx
        .createNetServer()
        .connectHandler(
            socket ->
                socket.handler(
                    bytes -> {
                      told.incrementAndGet();
                      socket.close();
                    }))
        .listen(0, "127.0.0.1")
        .await(10, TimeUnit.SECONDS)
        .actualPort();
  }

  @Test
  void webSocketsPass() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (Nginx nginx = Nginx.start(folder, List.of(echoing(vertx), echoing(vertx)))) {
      CompletableFuture<String> echo = new CompletableFuture<>();
      WebSocket socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:" + nginx.port() + "/socket"), ear(echo))
              .get(10, TimeUnit.SECONDS);
      socket.sendText("hello", true).get(10, TimeUnit.SECONDS);
      assertThat(echo.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
      socket.abort();
    } finally {
      vertx.close().await(10, TimeUnit.SECONDS);
    }
  }

  private static WebSocket.Listener ear(CompletableFuture<String> heard) {
    return new WebSocket.Listener() {
      @Override
      public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        heard.complete(data.toString());
        return CompletableFuture.completedStage(null);
      }
    };
  }

  private static int echoing(Vertx vertx) throws Exception {
    return vertx
        .createHttpServer()
        .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
        .listen(0, "127.0.0.1")
        .await(10, TimeUnit.SECONDS)
        .actualPort();
  }
}
