package io.foyer.feeds;

import static io.foyer.testing.People.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import io.foyer.House;
import io.foyer.feeds.proto.ExecutionProto;
import io.foyer.feeds.proto.ExecutionProto.execution;
import io.foyer.platform.web.ContractCheck;
import io.foyer.testing.OwnNats;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.foyer.testing.Visitor;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Feeds over HTTP: a whole node, a real NATS and a real PostgreSQL. */
@TestInstance(Lifecycle.PER_CLASS)
class FeedReadingIT {
  private static final String FEEDS = "/api/v2/feeds";
  private static final List<String> TABLES =
      List.of("secret", "few", "pages", "odd", "big", "times", "many", "changed");

  private final House house = House.open("feed_reading", Map.of("LIMITS_REQUESTS", "0"));
  private final OwnNats nats;
  private final Connection publisher;
  private final House.Node node;
  private final People people;
  private final Visitor visitor;
  private final ContractCheck contract;
  private final Somebody ann;
  private final Somebody reader;

  FeedReadingIT(@TempDir Path folder) throws Exception {
    nats = new OwnNats(folder);
    publisher = Nats.connect(nats.url().toString());
    node =
        house.node(
            Map.of(
                "NATS_URL",
                nats.url().toString(),
                "FEEDS_DEFINITIONS",
                definitions(folder).toString()));
    people = new People(node.port());
    visitor = new Visitor(node.port());
    contract = ContractCheck.load(house.vertx());
    ann = people.somebody();
    people.registered("reader1");
    reader = people.entered("reader1", People.PASSWORD);
  }

  private static Path definitions(Path folder) throws IOException {
    Files.write(
        folder.resolve("execution.desc"),
        FileDescriptorSet.newBuilder()
            .addFile(ExecutionProto.getDescriptor().toProto())
            .build()
            .toByteArray());
    StringBuilder text = new StringBuilder();
    for (String table : TABLES) {
      String readers =
          switch (table) {
            case "secret" -> "admins";
            case "few" -> "[Reader1]";
            default -> "users";
          };
      text.append(
          "- {subject: it.%s, descriptor: execution.desc, message: %s, table: %1$s, readers: %s}\n"
              .formatted(table, execution.getDescriptor().getFullName(), readers));
    }
    return Files.writeString(folder.resolve("feeds.yml"), text);
  }

  @BeforeAll
  void firstMessagesAreWritten() throws Exception {
    for (String table : TABLES) {
      publish("it." + table, message("first", 1.5f));
    }
    for (String table : TABLES) {
      await().until(() -> last("it." + table) == 1);
    }
  }

  @AfterAll
  void close() throws Exception {
    publisher.close();
    house.close();
    nats.close();
  }

  private static byte[] message(String symbol, float price) {
    return execution
        .newBuilder()
        .setSymbol(symbol)
        .setMarket("M")
        .setPrice(price)
        .setQuantity(2f)
        .setExecutionEpoch(3)
        .setStateSymbol("PA")
        .build()
        .toByteArray();
  }

  private void publish(String subject, byte[]... messages) throws Exception {
    for (byte[] each : messages) {
      publisher.jetStream().publish(subject, each);
    }
  }

  private long last(String subject) {
    return house
        .database()
        .number("SELECT coalesce(max(last_number), 0) FROM foyer.feeds WHERE subject = ?", subject);
  }

  /** Messages as if they had been written, all of one payload; after the one that was. */
  private void fill(String subject, int messages, byte[] payload) {
    house
        .database()
        .execute(
            """
            INSERT INTO foyer.feed_messages (incarnation, seq, feed, number, at, payload)
            SELECT 1000 + f.id, i, f.id, i, now(), ?
            FROM foyer.feeds f, generate_series(2, ?) AS i WHERE f.subject = ?
            """,
            payload,
            messages,
            subject);
    house
        .database()
        .execute("UPDATE foyer.feeds SET last_number = ? WHERE subject = ?", messages, subject);
  }

  private HttpResponse<String> get(Map<String, String> headers, String path) {
    return people.call("GET", FEEDS + path, headers);
  }

  private JsonObject page(String path) throws Exception {
    HttpResponse<String> answer = get(ann.bearer(), path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    contract.holds("listFeedMessages", answer);
    return json(answer);
  }

  private static List<JsonObject> items(JsonObject page) {
    return page.getJsonArray("items").stream().map(JsonObject.class::cast).toList();
  }

  private static List<Long> numbers(JsonObject page) {
    return items(page).stream().map(item -> item.getLong("number")).toList();
  }

  private List<String> listed(Map<String, String> headers) throws Exception {
    HttpResponse<String> answer = get(headers, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    contract.holds("listFeeds", answer);
    return items(json(answer)).stream().map(item -> item.getString("subject")).toList();
  }

  @Test
  void everybodyIsToldOfTheFeedsTheyMayRead() throws Exception {
    assertThat(listed(ann.bearer()))
        .contains("sport_event", "execution", "it.pages")
        .doesNotContain("it.secret", "it.few");
    assertThat(listed(reader.bearer())).contains("it.few").doesNotContain("it.secret");
    assertThat(listed(People.service())).contains("it.few", "it.secret");
  }

  @Test
  void aFeedThatOneMayNotReadIsNotThere() {
    HttpResponse<String> unknown = get(ann.bearer(), "/it.nothing/messages");
    HttpResponse<String> hidden = get(ann.bearer(), "/it.secret/messages?format=csv");

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(hidden.statusCode()).isEqualTo(404);
    assertThat(json(hidden).getString("detail")).isEqualTo(json(unknown).getString("detail"));
    assertThat(get(ann.bearer(), "/it.few/messages").statusCode()).isEqualTo(404);
    assertThat(get(reader.bearer(), "/it.few/messages").statusCode()).isEqualTo(200);
    assertThat(get(reader.bearer(), "/it.secret/messages").statusCode()).isEqualTo(404);
    assertThat(get(People.service(), "/it.secret/messages").statusCode()).isEqualTo(200);
    assertThat(get(Map.of(), "/it.pages/messages").statusCode()).isEqualTo(401);
    assertThat(get(Map.of(), "").statusCode()).isEqualTo(401);
  }

  @Test
  void aNodeWithoutNatsHasNoFeeds() {
    People elsewhere = new People(house.node().port());

    assertThat(elsewhere.call("GET", FEEDS, ann.bearer()).statusCode()).isEqualTo(404);
    assertThat(elsewhere.call("GET", FEEDS + "/it.pages/messages", ann.bearer()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void aFeedThatNobodyWroteIsEmpty() throws Exception {
    JsonObject page = page("/sport_event/messages");

    assertThat(items(page)).isEmpty();
    assertThat(page.getLong("firstNumber")).isEqualTo(1);
    assertThat(page.getLong("lastNumber")).isZero();
    assertThat(get(ann.bearer(), "/sport_event/messages?format=csv").body())
        .isEqualTo("number,at,sport,match_title,data_event\r\n");
    assertThat(get(ann.bearer(), "/sport_event/messages?format=ndjson").body()).isEmpty();
  }

  @Test
  void pagesHaveNoGapAndNoRepeatWhileMessagesCome() throws Exception {
    List<Long> read = new ArrayList<>();
    long after = 0;
    for (int i = 0; i < 200; i++) {
      publish("it.pages", message("m" + i, i));
      JsonObject page = page("/it.pages/messages?limit=7&after=" + after);
      read.addAll(numbers(page));
      after = read.isEmpty() ? 0 : read.getLast();
      if (page.containsKey("next")) {
        assertThat(page.getLong("next")).isEqualTo(after);
      } else {
        assertThat(page.getLong("lastNumber")).isEqualTo(after);
      }
    }
    await().until(() -> last("it.pages") == 201);
    read.addAll(numbers(page("/it.pages/messages?limit=1000&after=" + after)));

    assertThat(read).isEqualTo(LongStream.rangeClosed(1, 201).boxed().toList());
    assertThat(items(page("/it.pages/messages?after=201"))).isEmpty();
    assertThat(items(page("/it.pages/messages?after=" + Long.MAX_VALUE))).isEmpty();
    assertThat(items(page("/it.pages/messages"))).hasSize(100);
  }

  @Test
  void oddValuesAreSaidInEveryForm() throws Exception {
    String long300 = "⚽🏆".repeat(100);
    publish(
        "it.odd",
        message(long300, Float.NaN),
        message("a,\"b\"\r\nc", Float.POSITIVE_INFINITY),
        message("=HYPERLINK(\"x\")", -1f));
    await().until(() -> last("it.odd") == 4);

    List<JsonObject> values =
        items(page("/it.odd/messages?after=1")).stream()
            .map(item -> item.getJsonObject("value"))
            .toList();
    assertThat(values)
        .extracting(value -> value.getString("symbol"))
        .containsExactly(long300, "a,\"b\"\r\nc", "=HYPERLINK(\"x\")");
    assertThat(values)
        .extracting(value -> value.getValue("price").toString())
        .containsExactly("NaN", "Infinity", "-1.0");
    String csv = get(ann.bearer(), "/it.odd/messages?after=1&format=csv").body();
    assertThat(csv)
        .contains("," + long300 + ",M,NaN,")
        .contains(",\"a,\"\"b\"\"\r\nc\",M,Infinity,")
        .contains(",\"'=HYPERLINK(\"\"x\"\")\",M,-1.0,");
    List<JsonObject> lines =
        get(ann.bearer(), "/it.odd/messages?after=1&format=ndjson")
            .body()
            .lines()
            .map(JsonObject::new)
            .toList();
    assertThat(lines).isEqualTo(items(page("/it.odd/messages?after=1")));
  }

  @Test
  void aDownloadIsAFileInTheFormThatIsAskedFor() {
    HttpResponse<String> csv = get(accepting("text/csv"), "/it.times/messages?limit=1");
    HttpResponse<String> lines =
        get(
            accepting("application/json;q=0.5, application/x-ndjson"),
            "/it.times/messages?limit=1");

    assertThat(csv.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
    assertThat(csv.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"it.times.csv\"");
    assertThat(csv.body().lines()).hasSize(2);
    assertThat(lines.headers().firstValue("Content-Type"))
        .contains("application/x-ndjson; charset=utf-8");
    assertThat(lines.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"it.times.ndjson\"");
    assertThat(new JsonObject(lines.body()).getLong("number")).isEqualTo(1);
    assertThat(
            get(accepting("text/csv"), "/it.times/messages?format=json")
                .headers()
                .firstValue("Content-Type"))
        .contains("application/json");
  }

  private Map<String, String> accepting(String types) {
    return Map.of("Authorization", "Bearer " + ann.access(), "Accept", types);
  }

  @Test
  void aStretchOfTimeIsCutOut() throws Exception {
    String at = items(page("/it.times/messages?limit=1")).getFirst().getString("at");

    assertThat(numbers(page("/it.times/messages?from=" + at))).containsExactly(1L);
    assertThat(numbers(page("/it.times/messages?to=" + at))).isEmpty();
    assertThat(
            numbers(page("/it.times/messages?from=2020-01-01T00:00:00Z&to=2021-01-01T00:00:00Z")))
        .isEmpty();
    assertThat(
            numbers(page("/it.times/messages?from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59Z")))
        .containsExactly(1L);
    assertThat(get(ann.bearer(), "/it.times/messages?format=ndjson&to=" + at).body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "after, after=-1",
    "after, after=x",
    "after, after=9223372036854775808",
    "limit, limit=0",
    "limit, limit=1001",
    "from, from=yesterday",
    "to, to=2026-02-30T00:00:00Z",
    "from, from=2026-02-02T00:00:00Z&to=2026-02-01T00:00:00Z",
    "payload, payload=perhaps",
    "payload, payload=true&format=csv",
    "format, format=xml"
  })
  void whatIsWrongIsNamed(String field, String query) {
    HttpResponse<String> answer = get(ann.bearer(), "/it.times/messages?" + query);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("\"" + field + "\"");
  }

  @Test
  void whatCannotBeReadSinceTheFormatChangedKeepsItsPlaceAndItsBytes() throws Exception {
    fill("it.changed", 2, new byte[] {-1, 0});

    List<JsonObject> items = items(page("/it.changed/messages?payload=true"));

    assertThat(items.getFirst().getString("payload"))
        .isEqualTo(Base64.getEncoder().encodeToString(message("first", 1.5f)));
    assertThat(items.getLast().getString("payload")).isEqualTo("/wA=");
    assertThat(items.getLast().getString("unreadable")).isNotEmpty();
    assertThat(items.getLast().containsKey("value")).isFalse();
  }

  @Test
  void aPageIsBoundedByItsBytes() throws Exception {
    char[] text = new char[700_000];
    Arrays.fill(text, 'x');
    fill("it.big", 6, message(new String(text), 1f));

    assertThat(numbers(page("/it.big/messages?limit=1000"))).containsExactly(1L, 2L, 3L);
    assertThat(numbers(page("/it.big/messages?limit=1000&after=3"))).containsExactly(4L, 5L);
    assertThat(numbers(page("/it.big/messages?limit=1000&after=5"))).containsExactly(6L);
    assertThat(get(ann.bearer(), "/it.big/messages?format=ndjson").body().lines()).hasSize(6);
  }

  @Test
  void aDownloadIsWholeOrBrokenOff() throws Exception {
    fill("it.many", 60_000, message("y".repeat(300), 1f));
    HttpRequest request =
        visitor
            .request(FEEDS + "/it.many/messages?format=ndjson")
            .header("Authorization", "Bearer " + ann.access())
            .build();

    assertThat(visitor.send(request).body().lines().map(FeedReadingIT::number).toList())
        .isEqualTo(IntStream.rangeClosed(1, 60_000).boxed().toList());

    try (Socket slow = slowly("/it.many/messages?format=ndjson")) {
      assertThat(slow.getInputStream().read()).isEqualTo('H');
      AutoCloseable away = house.database().refusal();
      try {
        assertThat(rest(slow)).startsWith("TTP/1.1 200").doesNotEndWith("0\r\n\r\n");
        HttpResponse<String> refused = get(ann.bearer(), "/it.many/messages?format=csv");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Content-Type").orElse(""))
            .startsWith("application/problem+json");
        assertThat(refused.headers().firstValue("Content-Disposition")).isEmpty();
      } finally {
        away.close();
      }
    }
    await().until(() -> get(ann.bearer(), "/it.many/messages?limit=1").statusCode() == 200);
  }

  private static int number(String line) {
    return new JsonObject(line).getInteger("number");
  }

  private Socket slowly(String path) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(256 * 1024);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()));
    String request =
        "GET %s%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(FEEDS, path, ann.access());
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
      return text.append(Optional.ofNullable(e.getMessage()).orElse("reset")).toString();
    }
    return text.toString();
  }
}
