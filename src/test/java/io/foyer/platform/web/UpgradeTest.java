package io.foyer.platform.web;

import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A socket holds its place while it lives and no longer; who only asks for one gets no more. */
class UpgradeTest {
  private static final int PLACES = 5;
  private static final Duration LONG = Duration.ofSeconds(10);

  private HttpServerFixture edge;
  private WebSocketClient client; // kept: one that nobody refers to is closed with all its sockets

  @BeforeEach
  void open() throws Exception {
    edge = new HttpServerFixture(HttpServerFixture.settings(LONG, PLACES, Optional.empty()));
    client = edge.vertx.createWebSocketClient();
  }

  /** The same with an edge that waits for a request only for twice this long. */
  private void impatient(Duration timeout) throws Exception {
    close();
    edge = new HttpServerFixture(HttpServerFixture.settings(timeout, PLACES, Optional.empty()));
    client = edge.vertx.createWebSocketClient();
  }

  @AfterEach
  void close() throws Exception {
    await(client.close());
    edge.close();
  }

  @Test
  void socketsThatWereClosedGiveTheirPlacesBack() throws Exception {
    for (int round = 0; round < 3; round++) {
      List<WebSocket> sockets = new ArrayList<>();
      for (int i = 0; i < PLACES; i++) {
        sockets.add(socket());
      }
      assertThat(edge.edge.connections()).isEqualTo(PLACES);
      for (WebSocket socket : sockets) {
        await(socket.close());
      }

      await().until(() -> edge.edge.connections() == 0);
    }
  }

  @Test
  void socketsWhoseClientDiedGiveTheirPlacesBack() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < PLACES; i++) {
      sockets.add(upgraded("/socket", ""));
    }
    assertThat(edge.edge.connections()).isEqualTo(PLACES);

    for (Socket socket : sockets) {
      socket.setSoLinger(true, 0); // closes with a reset, as a client that crashed
      socket.close();
    }

    await().until(() -> edge.edge.connections() == 0);
  }

  @Test
  void aSocketThatTalksOutlivesACallerThatCameLaterAndGotNone() throws Exception {
    impatient(Duration.ofSeconds(1));
    WebSocket talking = socket();

    dripsUntilItIsRefused(talking);

    assertThat(talks(talking)).isTrue();
    await().until(() -> edge.edge.connections() == 1);
    await(talking.close());
  }

  private void dripsUntilItIsRefused(WebSocket talking) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port)) {
      ask(socket, "/v1/old/greeting", "GET / HTTP/1.1\nHost: x\nX-Slow: ");

      await()
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !talks(talking) || refused(socket.getOutputStream()));
    }
  }

  private WebSocket socket() throws Exception {
    return await(client.connect(edge.port, "127.0.0.1", "/socket"));
  }

  private Socket upgraded(String path, String more) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port);
    socket.setSoTimeout(Math.toIntExact(LONG.toMillis()));
    ask(socket, path, more);
    String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    assertThat(answer).isEqualTo("HTTP/1.1 101");
    return socket;
  }

  private static void ask(Socket socket, String path, String more) throws IOException {
    String text =
        """
        GET %s HTTP/1.1
        Host: x
        Connection: Upgrade
        Upgrade: websocket
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

        %s\
        """
            .formatted(path, more);
    socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean talks(WebSocket socket) throws Exception {
    if (!socket.isClosed()) {
      await(socket.writeTextMessage("x"));
    }
    return !socket.isClosed();
  }

  private static boolean refused(OutputStream out) {
    try {
      out.write('x');
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
