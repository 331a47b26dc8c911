package io.foyer.feeds;

import static io.foyer.feeds.FeedsFixture.items;
import static io.foyer.feeds.FeedsFixture.message;
import static io.foyer.testing.People.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds as files: each form, whole or broken off. */
@TestInstance(Lifecycle.PER_CLASS)
class FeedDownloadIT {
  private static final int MANY = 60_000;

  private final FeedsFixture feeds;

  FeedDownloadIT(@TempDir Path folder) throws Exception {
    feeds =
        new FeedsFixture(
            "feed_download",
            folder,
            FeedsFixture.definition("odd", "users")
                + FeedsFixture.definition("one", "users")
                + FeedsFixture.definition("many", "users"),
            Map.of());
  }

  @BeforeAll
  void firstMessagesAreWritten() throws Exception {
    feeds.written("it.one", message("first", 1.5f));
    feeds.written("it.many", message("first", 1.5f));
    feeds.fill("it.many", MANY, message("y".repeat(300), 1f));
  }

  @AfterAll
  void close() {
    feeds.close();
  }

  @Test
  void oddValuesAreSaidInEveryForm() throws Exception {
    String long300 = "⚽🏆".repeat(100);
    feeds.written(
        "it.odd",
        message(long300, Float.NaN),
        message("a,\"b\"\r\nc", Float.POSITIVE_INFINITY),
        message("=HYPERLINK(\"x\")", -1f));

    List<JsonObject> values = page().stream().map(item -> item.getJsonObject("value")).toList();
    assertThat(values)
        .extracting(value -> value.getString("symbol"))
        .containsExactly(long300, "a,\"b\"\r\nc", "=HYPERLINK(\"x\")");
    assertThat(values)
        .extracting(value -> value.getValue("price").toString())
        .containsExactly("NaN", "Infinity", "-1.0");
    String csv = feeds.get(feeds.ann().bearer(), "/it.odd/messages?format=csv").body();
    assertThat(csv)
        .contains("," + long300 + ",TRACK&FIELD,NaN,")
        .contains(",\"a,\"\"b\"\"\r\nc\",TRACK&FIELD,Infinity,")
        .contains(",\"'=HYPERLINK(\"\"x\"\")\",TRACK&FIELD,-1.0,");
    List<JsonObject> lines =
        feeds
            .get(feeds.ann().bearer(), "/it.odd/messages?format=ndjson")
            .body()
            .lines()
            .map(JsonObject::new)
            .toList();
    assertThat(lines).isEqualTo(page());
  }

  private List<JsonObject> page() {
    return items(json(feeds.get(feeds.ann().bearer(), "/it.odd/messages")));
  }

  @Test
  void aDownloadIsAFileInTheFormThatIsAskedFor() {
    HttpResponse<String> csv = feeds.get(accepting("text/csv"), "/it.one/messages?limit=1");
    HttpResponse<String> lines =
        feeds.get(
            accepting("application/json;q=0.5, application/x-ndjson"), "/it.one/messages?limit=1");

    assertThat(csv.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
    assertThat(csv.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"it.one.csv\"");
    assertThat(csv.body().lines()).hasSize(2);
    assertThat(lines.headers().firstValue("Content-Type"))
        .contains("application/x-ndjson; charset=utf-8");
    assertThat(lines.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"it.one.ndjson\"");
    assertThat(new JsonObject(lines.body()).getLong("number")).isEqualTo(1);
    assertThat(
            feeds
                .get(accepting("text/csv"), "/it.one/messages?format=json")
                .headers()
                .firstValue("Content-Type"))
        .contains("application/json");
  }

  private Map<String, String> accepting(String types) {
    return Map.of("Authorization", "Bearer " + feeds.ann().access(), "Accept", types);
  }

  @Test
  void aDownloadIsWhole() {
    assertThat(get("/it.many/messages?format=ndjson").body().lines().map(FeedDownloadIT::number))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, MANY).boxed().toList());
  }

  private HttpResponse<String> get(String path) {
    return feeds.get(feeds.ann().bearer(), path);
  }

  private static int number(String line) {
    return new JsonObject(line).getInteger("number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1", "HTTP/1.0"})
  void aDownloadThatIsBrokenOffDoesNotEndAsAWholeOneDoes(String version) throws Exception {
    try (Socket slow = slowly(version, "/it.many/messages?format=ndjson")) {
      assertThat(slow.getInputStream().read()).isEqualTo('H');
      AutoCloseable away = feeds.program().database().refusal();
      try {
        String rest = rest(slow);
        assertThat(rest).contains(" 200 OK\r\n").doesNotEndWith("0\r\n\r\n");
        if (version.equals("HTTP/1.0")) {
          assertThat(rest).as("nothing else tells it from a whole one").endsWith("[reset]");
        }
      } finally {
        away.close();
      }
    }
    readableAgain();
  }

  @Test
  void whereTheDatabaseIsAwayNoDownloadBegins() throws Exception {
    get("/it.one/messages"); // who asks is known now
    AutoCloseable away = feeds.program().database().refusal();
    try {
      for (String path : List.of("/it.many/messages?format=csv", "/it.many/messages", "")) {
        HttpResponse<String> refused = get(path);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Content-Type").orElse(""))
            .startsWith("application/problem+json");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.headers().firstValue("Content-Disposition")).isEmpty();
      }
    } finally {
      away.close();
    }
    readableAgain();
  }

  private void readableAgain() {
    await().until(() -> get("/it.many/messages?limit=1").statusCode() == 200);
  }

  private Socket slowly(String version, String path) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(256 * 1024);
    socket.setSoTimeout(20_000);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), feeds.program().node().port()));
    String request =
        "GET %s%s %s\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(FeedsFixture.FEEDS, path, version, feeds.ann().access());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String rest(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    byte[] bytes = new byte[64 * 1024];
    try {
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        text.append(new String(bytes, 0, read, StandardCharsets.ISO_8859_1));
      }
    } catch (SocketException e) {
      return text.append("[reset]").toString();
    }
    return text.toString();
  }
}
