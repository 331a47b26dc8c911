package io.foyer.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.chat.wire.plain.RoomsClient;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A path that is nearly one of the chat's is none, also for somebody who may use the right one. */
@TestInstance(Lifecycle.PER_CLASS)
class PathsIT {
  private final ProgramFixture program =
      ProgramFixture.open("chat_paths", Map.of("LIMITS_REQUESTS", "0"));
  private final Somebody ann = new People(program.node().port()).somebody();
  private final String room = new RoomsClient(program.node().port()).made(ann);

  @AfterAll
  void close() {
    program.close();
  }

  /** The status of a request as it is written here; no client tidies it up. */
  private int status(String method, String path, String headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), program.node().port())) {
      socket.setSoTimeout(10_000);
      String request =
          method
              + " "
              + path
              + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nAuthorization: Bearer "
              + ann.access()
              + "\r\n"
              + headers
              + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      byte[] line = socket.getInputStream().readNBytes(12);
      return Integer.parseInt(new String(line, StandardCharsets.ISO_8859_1).substring(9));
    }
  }

  private int upgrade(String path) throws IOException {
    List<String> headers =
        List.of(
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "");
    return status("GET", path, String.join("\r\n", headers));
  }

  private static List<String> refused(List<String> wrong, String path, int status) {
    if (status < 400 || status >= 500) {
      wrong.add(path + " " + status);
    }
    return wrong;
  }

  @Test
  void noSocketIsOpenedByAPathThatIsNearlyRight() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String path :
        List.of(
            "//ws",
            "/ws/",
            "/ws//",
            "/WS",
            "/w%73",
            "/ws%00",
            "/ws%2F",
            "/ws;x",
            "/./ws",
            "/x/../ws",
            "/x/%2e%2e/ws",
            "/x%2F..%2Fws",
            "//eventbus/websocket",
            "/eventbus//websocket",
            "/eventbus/websocket/",
            "/EVENTBUS/websocket",
            "/eventbus/WebSocket",
            "/eventbus/web%73ocket",
            "/eventbus/websocket%00",
            "/eventbus%2Fwebsocket",
            "/x/%2e%2e/eventbus/websocket",
            "/eventbus/x/../websocket",
            "/eventbus/000/%2e%2e/websocket",
            "/eventbus/000/a%2Fb/websocket",
            "/eventbus/000/a%00b/websocket",
            "/eventbus/000//websocket",
            "/eventbus/000/a/websocket/",
            "/eventbus/000/a/../a/websocket")) {
      refused(wrong, path, upgrade(path));
    }

    assertThat(wrong).isEmpty();
    assertThat(upgrade("/ws")).isEqualTo(101);
    assertThat(upgrade("/eventbus/websocket")).isEqualTo(101);
    assertThat(upgrade("/eventbus/000/a_1/websocket")).isEqualTo(101);
  }

  @Test
  void noSessionIsBegunByAPathThatIsNearlyRight() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String path :
        List.of(
            "/eventbus/000//xhr",
            "/eventbus/000/a/xhr/",
            "/eventbus/000/a%2Fb/xhr",
            "/eventbus/000/a%00/xhr",
            "/eventbus/000/%2e%2e/xhr",
            "/eventbus/000/a/XHR",
            "/eventbus/000/x/../a/xhr",
            "/Eventbus/000/a/xhr")) {
      refused(wrong, path, status("POST", path, ""));
    }

    assertThat(wrong).isEmpty();
    assertThat(status("POST", "/eventbus/000/paths1/xhr", "")).isEqualTo(200);
  }

  @Test
  void noRoomIsReadByAPathThatIsNearlyRight() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String path :
        List.of(
            "/API/v2/chat/rooms",
            "/api/v2/Chat/rooms",
            "/api/v2/chat/rooms%00",
            "/api/v2/chat/rooms%2F" + room,
            "/api/v2/chat/rooms/" + room + "%00",
            "/api/v2/chat/rooms/" + room + "%2Fmessages",
            "/api/v2/chat/rooms/%2e%2e%2F" + room,
            "/api/v2/chat/rooms/..%2F..%2Faccounts",
            "/api/v2/chat/rooms/" + room.toUpperCase(Locale.ROOT) + "x")) {
      refused(wrong, path, status("GET", path, ""));
    }

    assertThat(wrong).isEmpty();
    assertThat(status("GET", "/api/v2/chat/rooms/" + room, "")).isEqualTo(200);
  }
}
