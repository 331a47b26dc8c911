package io.foyer.feeds;

import static io.foyer.feeds.FeedsFixture.items;
import static io.foyer.feeds.FeedsFixture.message;
import static io.foyer.testing.People.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Feeds over HTTP, page by page: who may read what, and what is found. */
@TestInstance(Lifecycle.PER_CLASS)
class FeedReadingIT {
  /** Tables, and so feeds, with who may read them. */
  private static final Map<String, String> READERS =
      Map.of(
          "secret", "admins",
          "few", "[Reader1]",
          "pages", "users",
          "big", "users",
          "times", "users",
          "changed", "users");

  private final FeedsFixture feeds;
  private final Somebody reader;

  FeedReadingIT(@TempDir Path folder) throws Exception {
    feeds = new FeedsFixture("feed_reading", folder, definitions(), Map.of());
    feeds.people().registered("reader1");
    reader = feeds.people().entered("reader1", People.PASSWORD);
  }

  private static String definitions() {
    return READERS.entrySet().stream()
        .map(each -> FeedsFixture.definition(each.getKey(), each.getValue()))
        .collect(Collectors.joining());
  }

  @BeforeAll
  void firstMessagesAreWritten() throws Exception {
    for (String table : READERS.keySet()) {
      feeds.written("it." + table, message("first", 1.5f));
    }
  }

  @AfterAll
  void close() {
    feeds.close();
  }

  private JsonObject page(String path) throws Exception {
    HttpResponse<String> answer = feeds.get(feeds.ann().bearer(), path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    feeds.keeps("listFeedMessages", answer);
    return json(answer);
  }

  private static List<Long> numbers(JsonObject page) {
    return items(page).stream().map(item -> item.getLong("number")).toList();
  }

  private List<String> listed(Map<String, String> headers) throws Exception {
    HttpResponse<String> answer = feeds.get(headers, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    feeds.keeps("listFeeds", answer);
    return items(json(answer)).stream().map(item -> item.getString("subject")).toList();
  }

  @Test
  void everybodyIsToldOfTheFeedsTheyMayRead() throws Exception {
    assertThat(listed(feeds.ann().bearer()))
        .contains("sport_event", "execution", "it.pages")
        .doesNotContain("it.secret", "it.few");
    assertThat(listed(reader.bearer())).contains("it.few").doesNotContain("it.secret");
    assertThat(listed(People.service())).contains("it.few", "it.secret");
  }

  @Test
  void aFeedThatOneMayNotReadIsNotThere() {
    HttpResponse<String> unknown = feeds.get(feeds.ann().bearer(), "/it.nothing/messages");
    HttpResponse<String> hidden = feeds.get(feeds.ann().bearer(), "/it.secret/messages?format=csv");

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(hidden.statusCode()).isEqualTo(404);
    assertThat(json(hidden).getString("detail")).isEqualTo(json(unknown).getString("detail"));
    assertThat(feeds.get(feeds.ann().bearer(), "/it.few/messages").statusCode()).isEqualTo(404);
    assertThat(feeds.get(reader.bearer(), "/it.few/messages").statusCode()).isEqualTo(200);
    assertThat(feeds.get(reader.bearer(), "/it.secret/messages").statusCode()).isEqualTo(404);
    assertThat(feeds.get(People.service(), "/it.secret/messages").statusCode()).isEqualTo(200);
    assertThat(feeds.get(Map.of(), "/it.pages/messages").statusCode()).isEqualTo(401);
    assertThat(feeds.get(Map.of(), "").statusCode()).isEqualTo(401);
  }

  @Test
  void aNodeWithoutNatsHasNoFeeds() throws Exception {
    ProgramFixture.Node node =
        feeds.program().node(Map.of("NATS_URL", "", "FEEDS_DEFINITIONS", ""));
    People elsewhere = new People(node.port());

    assertThat(elsewhere.call("GET", FeedsFixture.FEEDS, feeds.ann().bearer()).statusCode())
        .isEqualTo(404);
    assertThat(
            elsewhere
                .call("GET", FeedsFixture.FEEDS + "/it.pages/messages", feeds.ann().bearer())
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void aFeedThatNobodyWroteIsEmpty() throws Exception {
    JsonObject page = page("/sport_event/messages");

    assertThat(items(page)).isEmpty();
    assertThat(page.getLong("firstNumber")).isEqualTo(1);
    assertThat(page.getLong("lastNumber")).isZero();
    assertThat(feeds.get(feeds.ann().bearer(), "/sport_event/messages?format=csv").body())
        .isEqualTo("number,at,sport,match_title,data_event\r\n");
    assertThat(feeds.get(feeds.ann().bearer(), "/sport_event/messages?format=ndjson").body())
        .isEmpty();
  }

  @Test
  void pagesHaveNoGapAndNoRepeatWhileMessagesCome() throws Exception {
    List<Long> read = new ArrayList<>();
    long after = 0;
    for (int i = 0; i < 200; i++) {
      feeds.publish("it.pages", message("m" + i, i));
      JsonObject page = page("/it.pages/messages?limit=7&after=" + after);
      read.addAll(numbers(page));
      after = read.isEmpty() ? 0 : read.getLast();
      if (page.containsKey("next")) {
        assertThat(page.getLong("next")).isEqualTo(after);
      } else {
        assertThat(page.getLong("lastNumber")).isEqualTo(after);
      }
    }
    await().until(() -> feeds.last("it.pages") == 201);
    read.addAll(numbers(page("/it.pages/messages?limit=1000&after=" + after)));

    assertThat(read).isEqualTo(LongStream.rangeClosed(1, 201).boxed().toList());
    assertThat(items(page("/it.pages/messages?after=201"))).isEmpty();
    assertThat(items(page("/it.pages/messages?after=" + Long.MAX_VALUE))).isEmpty();
    assertThat(items(page("/it.pages/messages"))).hasSize(100);
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
    assertThat(feeds.get(feeds.ann().bearer(), "/it.times/messages?format=ndjson&to=" + at).body())
        .isEmpty();
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
    HttpResponse<String> answer = feeds.get(feeds.ann().bearer(), "/it.times/messages?" + query);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("\"" + field + "\"");
  }

  @Test
  void whatCannotBeReadSinceTheFormatChangedKeepsItsPlaceAndItsBytes() throws Exception {
    feeds.fill("it.changed", 2, new byte[] {-1, 0});

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
    feeds.fill("it.big", 6, message(new String(text), 1f));

    assertThat(numbers(page("/it.big/messages?limit=1000"))).containsExactly(1L, 2L, 3L);
    assertThat(numbers(page("/it.big/messages?limit=1000&after=3"))).containsExactly(4L, 5L);
    assertThat(numbers(page("/it.big/messages?limit=1000&after=5"))).containsExactly(6L);
    assertThat(feeds.get(feeds.ann().bearer(), "/it.big/messages?format=ndjson").body().lines())
        .hasSize(6);
  }
}
