package io.foyer.platform.web;

import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.limits.LimitsConfig;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The edge bounds what comes in and marks what goes out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpServerTest {
  private HttpServerFixture fixture;

  @BeforeAll
  void start() throws Exception {
    fixture = new HttpServerFixture();
  }

  @AfterAll
  void stop() throws Exception {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/docs",
        "/docs/",
        "/demo.html",
        "/foyer.css",
        "/openapi.yaml",
        "/openapi.json",
        "/api/v2/evaluations",
        "/api/v2/none",
        "/none",
        "/old/none",
        "/throws",
        "/fast",
        "/fast-throws"
      })
  void everyAnswerCarriesTheSecurityHeaders(String path) throws Exception {
    HttpResponse<String> answer = fixture.get(path);

    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(answer.headers().firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
    assertThat(answer.headers().firstValue("Strict-Transport-Security")).isEmpty();
  }

  @Test
  void browsersStayOnHttpsWhereThePublicAddressIsHttps() throws Exception {
    Optional<URI> https = Optional.of(URI.create("https://foyer.example"));
    try (HttpServerFixture secure =
        new HttpServerFixture(HttpServerFixture.settings(Duration.ofSeconds(10), 100, https))) {
      assertThat(secure.get("/fast").headers().firstValue("Strict-Transport-Security")).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/throws", "/fast-throws"})
  void theUnexpectedIsToldByAnIdAndNothingElse(String path) throws Exception {
    HttpResponse<String> answer = fixture.get(path);

    JsonObject problem = new JsonObject(answer.body());
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.headers().firstValue("X-Request-Id")).contains(problem.getString("id"));
    assertThat(answer.body()).doesNotContain("secret", "IllegalState");
  }

  @Test
  void anUnknownAddressSpeaksTheLanguageOfItsMount() throws Exception {
    assertThat(fixture.get("/old/none").body()).isEqualTo("old 404");
    assertThat(fixture.get("/old/gone").body()).isEqualTo("old 410");
    assertThat(fixture.get("/older").headers().firstValue("Content-Type"))
        .contains("application/problem+json");
    assertThat(fixture.get("/none", "Accept", "text/html").body()).contains("<h1>Not Found</h1>");
  }

  @Test
  void theCallersRequestIdIsNotBelieved() throws Exception {
    HttpResponse<String> answer = fixture.get("/none", "X-Request-Id", "mine");

    assertThat(answer.headers().allValues("X-Request-Id")).hasSize(1).doesNotContain("mine");
  }

  @Test
  void anOversizedHeaderIsRefused() throws Exception {
    String answer =
        fixture.raw("GET / HTTP/1.1\r\nHost: x\r\nX-Big: " + "a".repeat(9_000) + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 431").contains("nosniff");
  }

  @Test
  void anOversizedLineIsRefused() throws Exception {
    assertThat(fixture.raw("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .matches("(?s)HTTP/1\\.[01] 414.*nosniff.*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /% HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "POST /fast HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /fast HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"
      })
  void whatIsNoRequestGetsFourHundredAndHarmsNobody(String bytes) throws Exception {
    assertThat(fixture.raw(bytes)).matches("(?s)HTTP/\\d\\.\\d (4\\d\\d|501|505).*|");
    assertThat(fixture.get("/fast").statusCode()).isEqualTo(204);
  }

  @Test
  void aBrokenEscapeIsFourHundredWithTheHeaders() throws Exception {
    assertThat(fixture.raw("GET /% HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400")
        .contains("nosniff", "problem+json");
  }

  @Test
  void aCallerThatDripsItsRequestIsClosed() throws Exception {
    try (HttpServerFixture impatient =
            new HttpServerFixture(
                HttpServerFixture.settings(Duration.ofMillis(150), 100, Optional.empty()));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), impatient.port)) {
      OutputStream out = socket.getOutputStream();
      out.write("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));

      Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> refused(out));
    }
  }

  @Test
  void aCallerThatDripsItsBodyIsClosed() throws Exception {
    try (HttpServerFixture impatient =
            new HttpServerFixture(
                HttpServerFixture.settings(Duration.ofMillis(150), 100, Optional.empty()));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), impatient.port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /api/v2/evaluations/1/notify HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                  + HttpServerFixture.TOKEN
                  + "\r\nContent-Length: 1000\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));

      Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> refused(out));
    }
  }

  private static boolean refused(OutputStream out) {
    try {
      out.write('a');
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void connectionsOverTheCapAreClosedAndThePlaceIsFreeAgain() throws Exception {
    try (HttpServerFixture small =
        new HttpServerFixture(
            HttpServerFixture.settings(Duration.ofSeconds(10), 3, Optional.empty()))) {
      List<Socket> held = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        held.add(new Socket(InetAddress.getLoopbackAddress(), small.port));
      }
      Awaitility.await().until(() -> small.edge.connections() == 3);

      assertThat(closedAtOnce(small.port)).isTrue();

      for (Socket socket : held) {
        socket.close();
      }
      Awaitility.await().until(() -> small.edge.connections() == 0);
      assertThat(small.get("/fast").statusCode()).isEqualTo(204);
    }
  }

  @Test
  void silentConnectionsOfOnePeerTurnNobodyElseAway() throws Exception {
    HttpServerSettings settings =
        HttpServerFixture.settings(Duration.ofSeconds(10), 10, 2, Optional.empty());
    LimitsConfig unlimited = new LimitsConfig(0, 0, Duration.ofMinutes(1));
    try (HttpServerFixture open = new HttpServerFixture(settings);
        HttpServerFixture behindProxy =
            new HttpServerFixture(settings, HttpServerFixture.door(unlimited, "127.0.0.1/32"));
        Socket first = new Socket(InetAddress.getLoopbackAddress(), open.port);
        Socket second = new Socket(InetAddress.getLoopbackAddress(), open.port);
        Socket third = new Socket(InetAddress.getLoopbackAddress(), behindProxy.port);
        Socket fourth = new Socket(InetAddress.getLoopbackAddress(), behindProxy.port)) {
      Awaitility.await().until(() -> open.edge.connections() == 2);
      Awaitility.await().until(() -> behindProxy.edge.connections() == 2);

      assertThat(closedAtOnce(open.port)).isTrue();
      assertThat(answers(open.port, InetAddress.getByName("127.0.0.2"))).isTrue();
      assertThat(answers(behindProxy.port, InetAddress.getLoopbackAddress())).isTrue();
      assertThat(List.of(first, second, third, fourth)).noneMatch(Socket::isClosed);
    }
  }

  private static boolean answers(int port, InetAddress from) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, from, 0)) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write("GET /fast HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() == 'H';
    } catch (java.net.SocketException reset) {
      return false;
    }
  }

  private static boolean closedAtOnce(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      InputStream in = socket.getInputStream();
      return in.read() < 0;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  @Test
  void drainingFinishesARunningRequestAndTakesNoNewOne() throws Exception {
    try (HttpServerFixture draining = new HttpServerFixture()) {
      var running =
          draining.client.sendAsync(
              java.net.http.HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + draining.port + "/slow"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      await(draining.entered.future());

      Future<Void> drained = draining.edge.drain(Duration.ofSeconds(10));
      Awaitility.await().until(() -> refuses(draining.port));
      assertThat(drained.isComplete()).isFalse();
      draining.release.complete();

      HttpResponse<String> answer = running.get();
      assertThat(answer.body()).isEqualTo("finished");
      assertThat(answer.headers().firstValue("Connection")).contains("close");
      await(drained);
    }
  }

  @Test
  void drainingDoesNotWaitLongerThanItsPatience() throws Exception {
    try (HttpServerFixture draining = new HttpServerFixture()) {
      var running =
          draining.client.sendAsync(
              java.net.http.HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + draining.port + "/slow"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      await(draining.entered.future());

      await(draining.edge.drain(Duration.ofMillis(200)));

      Assertions.assertThatThrownBy(running::get).hasCauseInstanceOf(IOException.class);
    }
  }

  private static boolean refuses(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (ConnectException e) {
      return true;
    }
  }
}
