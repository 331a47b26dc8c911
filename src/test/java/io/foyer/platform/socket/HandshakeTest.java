package io.foyer.platform.socket;

import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeTest {
  private SocketFixture fixture;

  @BeforeEach
  void open() throws TimeoutException {
    fixture = new SocketFixture(SocketLimits.usual());
  }

  @AfterEach
  void close() throws TimeoutException {
    fixture.close();
  }

  @Test
  void aRequestByTheBookIsAnsweredByTheBook() throws Exception {
    try (RawWebSocketClient client = fixture.connect()) {
      client.raw(RawWebSocketClient.request("Sec-WebSocket-Protocol: other, foyer.v2, foyer.v1"));

      assertThat(client.head())
          .startsWith("HTTP/1.1 101 Switching Protocols")
          .contains(
              "Upgrade: websocket",
              "Connection: Upgrade",
              "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
              "Sec-WebSocket-Protocol: foyer.v2")
          .noneMatch(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length"));
    }
  }

  @Test
  void whatWasSetOnTheAnswerBeforeIsSentAlong() throws Exception {
    try (RawWebSocketClient client = fixture.connect()) {
      client.raw(RawWebSocketClient.request());

      assertThat(client.head()).contains("X-Frame-Options: DENY");
    }
  }

  @Test
  void noProtocolIsNamedWhereNoneIsShared() throws Exception {
    try (RawWebSocketClient client = fixture.connect()) {
      client.raw(RawWebSocketClient.request("Sec-WebSocket-Protocol: other"));

      assertThat(client.head()).noneMatch(line -> line.startsWith("Sec-WebSocket-Protocol"));
    }
  }

  @ParameterizedTest(name = "{0} -> {1} is {2}")
  @CsvSource({
    "GET /ws, POST /ws, 405",
    "Version: 13, Version: 8, 426",
    "Version: 13, Version: 13|Sec-WebSocket-Version: 8, 426",
    "Upgrade: websocket, Upgrade: other, 426",
    "'keep-alive, Upgrade', keep-alive, 426",
    "dGhlIHNhbXBsZSBub25jZQ==, c2hvcnQ=, 400",
    "dGhlIHNhbXBsZSBub25jZQ==, !!!!!!!!!!!!!!!!!!!!!!!!, 400",
    "Host: x, Host: x|Content-Length: 1, 400",
    "Host: x, Host: x|Transfer-Encoding: chunked, 400"
  })
  void aRequestThatBreaksARuleIsRefused(String right, String wrong, int status) throws Exception {
    try (RawWebSocketClient client = fixture.connect()) {
      String request = RawWebSocketClient.request();
      assertThat(request).contains(right);
      client.raw(request.replace(right, wrong.replace("|", "\r\n")));

      assertThat(client.head().getFirst()).startsWith("HTTP/1.1 " + status);
      assertThat(fixture.sockets.count()).isZero();
    }
  }

  @Test
  void anOtherVersionIsToldTheRightOne() throws Exception {
    try (RawWebSocketClient client = fixture.connect()) {
      client.raw(RawWebSocketClient.request().replace("Version: 13", "Version: 12"));

      assertThat(lower(client.head())).contains("sec-websocket-version: 13");
    }
  }

  @Test
  void nothingIsOpenedWhileDraining() throws Exception {
    await(fixture.sockets.drain(Duration.ofSeconds(1)));

    try (RawWebSocketClient client = fixture.connect()) {
      client.raw(RawWebSocketClient.request());

      assertThat(client.head().getFirst()).startsWith("HTTP/1.1 503");
    }
  }

  private static List<String> lower(List<String> lines) {
    return lines.stream().map(line -> line.toLowerCase(java.util.Locale.ROOT)).toList();
  }
}
