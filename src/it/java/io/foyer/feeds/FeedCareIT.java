package io.foyer.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.FeedSamples;
import io.foyer.testing.NatsServer;
import io.foyer.testing.People;
import io.nats.client.Connection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How feeds stand, and what admins do about them, over HTTP. */
class FeedCareIT {
  private static final String FEEDS = "/api/v2/feeds";
  private static final String QUARANTINE = FEEDS + "/execution/quarantine";

  @TempDir Path folder;
  private NatsServer nats;
  private ProgramFixture program;
  private Connection publisher;
  private People people;
  private Map<String, String> admin;

  @BeforeEach
  void open() throws Exception {
    nats = new NatsServer(folder);
    program = ProgramFixture.open("feed_care", Map.of("NATS_URL", nats.url().toString()));
    publisher = nats.connect();
    people = new People(program.node().port());
    admin = people.entered("root", ProgramFixture.secret("ADMIN_PASSWORD")).bearer();
  }

  @AfterEach
  void close() throws Exception {
    program.close();
    nats.close();
  }

  private static byte[] good(int number) {
    return FeedSamples.execution("symbol", 1f, number);
  }

  private static byte[] rubbish(int number) {
    return ("rubbish " + number).getBytes(StandardCharsets.UTF_8);
  }

  private void publish(int good, int rubbish) throws Exception {
    long before = program.database().number("SELECT count(*) FROM feed_messages");
    for (int i = 0; i < good; i++) {
      publisher.publish("execution", good(i));
    }
    for (int i = 0; i < rubbish; i++) {
      publisher.publish("execution", rubbish(i));
    }
    await()
        .until(
            () ->
                program.database().number("SELECT count(*) FROM feed_messages")
                    == before + good + rubbish);
  }

  private JsonObject get(String path) {
    HttpResponse<String> answer = people.call("GET", path, admin);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return People.json(answer);
  }

  private JsonObject replay(JsonObject body) {
    HttpResponse<String> answer = people.call("POST", QUARANTINE + "/replay", admin, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return People.json(answer);
  }

  private JsonObject feed() {
    return items(get(FEEDS)).stream()
        .filter(it -> it.getString("subject").equals("execution"))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonObject> items(JsonObject page) {
    JsonArray items = page.getJsonArray("items");
    return items.stream().map(JsonObject.class::cast).toList();
  }

  /** As if the feed were described anew: the bytes in quarantine can be read from now on. */
  private void mend() {
    program
        .database()
        .execute("UPDATE feed_messages SET payload = ? WHERE number IS NULL", (Object) good(4711));
  }

  @Test
  void theListTellsPaceSizeAndHowTheStreamStands() throws Exception {
    publish(5, 2);

    JsonObject feed = feed();
    assertThat(feed.getLong("lastNumber")).isEqualTo(5);
    assertThat(feed.getLong("quarantined")).isEqualTo(2);
    assertThat(feed.getLong("perMinute")).isEqualTo(5);
    assertThat(feed.getLong("bytes")).isPositive();
    await().until(() -> get(FEEDS).getJsonObject("stream").containsKey("seenAt"));
    JsonObject stream = get(FEEDS).getJsonObject("stream");
    assertThat(stream.getString("name")).isEqualTo("FOYER");
    assertThat(stream.getBoolean("written")).isTrue();
    assertThat(stream.getLong("lag")).isZero();
    assertThat(stream.getLong("incarnations")).isEqualTo(1);
    assertThat(stream.getLong("gaps")).isZero();
    assertThat(stream.getLong("bytes")).isPositive();

    program.database().execute("UPDATE feed_incarnations SET last_seq = 3");
    program.database().execute("UPDATE feed_writers SET fence = fence + 1, stream_last = 7");
    assertThat(get(FEEDS).getJsonObject("stream").getLong("lag")).isEqualTo(4);
  }

  private static JsonObject minute(String at, long messages) {
    return new JsonObject().put("at", at).put("messages", messages);
  }

  @Test
  void messagesPerMinuteAreThoseOfTheirTime() throws Exception {
    publish(6, 1);
    program
        .database()
        .execute(
            "UPDATE feed_messages SET at = date_trunc('minute', now()) - interval '90 seconds'"
                + " WHERE number <= 2");
    String earlier =
        program
            .database()
            .text(
                "SELECT to_char(date_trunc('minute', at, 'UTC') AT TIME ZONE 'UTC',"
                    + " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM feed_messages WHERE number = 1");

    List<JsonObject> minutes = items(get(FEEDS + "/execution/minutes?last=5"));

    assertThat(minutes).hasSize(5).contains(minute(earlier, 2));
    assertThat(minutes.stream().mapToLong(it -> it.getLong("messages")).sum()).isEqualTo(6);
    assertThat(items(get(FEEDS + "/sport_event/minutes"))).hasSize(60);
    assertThat(feed().getLong("perMinute")).isEqualTo(4);
  }

  @Test
  void whatCanBeReadLaterGetsTheNextNumberOnce() throws Exception {
    publish(3, 4);
    List<JsonObject> waiting = items(get(QUARANTINE));
    assertThat(waiting).hasSize(4);
    assertThat(Base64.getDecoder().decode(waiting.getFirst().getString("payload")))
        .isEqualTo(rubbish(0));
    assertThat(get(QUARANTINE + "?limit=4").containsKey("next")).isFalse();
    JsonObject page = get(QUARANTINE + "?limit=3");
    assertThat(items(get(QUARANTINE + "?after=" + page.getString("next"))))
        .containsExactly(waiting.getLast());

    assertThat(replay(new JsonObject()))
        .isEqualTo(new JsonObject("{\"replayed\":0,\"still\":4,\"more\":false}"));
    mend();
    JsonObject second = waiting.get(1);
    JsonObject one =
        new JsonObject()
            .put(
                "items",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("incarnation", second.getLong("incarnation"))
                            .put("seq", second.getLong("seq"))));
    assertThat(replay(one).getInteger("replayed")).isEqualTo(1);
    assertThat(replay(one).getInteger("replayed")).isZero();
    assertThat(replay(new JsonObject()).getInteger("replayed")).isEqualTo(3);
    assertThat(replay(new JsonObject()).getInteger("replayed")).isZero();

    assertThat(items(get(QUARANTINE))).isEmpty();
    assertThat(items(get(QUARANTINE + "?all=true")))
        .extracting(it -> it.getLong("replayedAs"))
        .containsExactly(5L, 4L, 6L, 7L);
    assertThat(feed().getLong("quarantined")).isZero();
    assertThat(program.database().number("SELECT count(*) FROM feeds.executions")).isEqualTo(7);
    assertThat(items(get(FEEDS + "/execution/messages?after=3")))
        .extracting(it -> it.getJsonObject("value").getLong("execution_epoch"))
        .containsExactly(4711L, 4711L, 4711L, 4711L);
    publish(1, 0);
    assertThat(feed().getLong("lastNumber")).isEqualTo(8);
    assertThat(feed().getLong("perMinute")).isEqualTo(4);
  }

  @Test
  void aReplayedMessageIsFoundByItsOwnTime() throws Exception {
    publish(2, 1);
    Instant before = Instant.now();
    mend();
    await().until(() -> Instant.now().isAfter(before.plusMillis(5)));
    publish(3, 0);
    assertThat(replay(new JsonObject()).getInteger("replayed")).isEqualTo(1);

    assertThat(items(get(FEEDS + "/execution/messages?to=" + before)))
        .extracting(it -> it.getLong("number"))
        .containsExactly(1L, 2L, 6L);
    assertThat(items(get(FEEDS + "/execution/messages?from=" + before)))
        .extracting(it -> it.getLong("number"))
        .containsExactly(3L, 4L, 5L);
  }

  @Test
  void twoAtOnceAndTheWriterGiveEachMessageOneNumber() throws Exception {
    publish(0, 300);
    mend();

    List<CompletableFuture<Integer>> asked = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      asked.add(
          CompletableFuture.supplyAsync(() -> replay(new JsonObject()).getInteger("replayed")));
    }
    publish(200, 0);

    assertThat(asked.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(300);
    assertThat(
            program
                .database()
                .text(
                    "SELECT count(DISTINCT number) || ' ' || count(*) || ' ' || max(number) FROM"
                        + " feed_messages"))
        .isEqualTo("500 500 500");
    assertThat(feed().getLong("lastNumber")).isEqualTo(500);
  }

  @Test
  void onlyAdminsLookAfterFeeds() {
    Map<String, String> user = people.somebody().bearer();
    assertThat(people.call("GET", QUARANTINE, user).statusCode()).isEqualTo(403);
    assertThat(people.call("GET", FEEDS + "/gaps", user).statusCode()).isEqualTo(403);
    assertThat(people.call("POST", QUARANTINE + "/replay", user, "{}").statusCode()).isEqualTo(403);
    assertThat(people.call("GET", FEEDS + "/none/quarantine", admin).statusCode()).isEqualTo(404);
    assertThat(people.call("GET", QUARANTINE + "?after=x", admin).statusCode()).isEqualTo(400);
    assertThat(people.call("GET", FEEDS + "/execution/minutes", user).statusCode()).isEqualTo(200);
  }

  @Test
  void whatTheStreamLostIsTold() throws Exception {
    publish(2, 0);
    program.database().execute("INSERT INTO feed_gaps SELECT id, 100, 109 FROM feed_incarnations");

    JsonObject gap = items(get(FEEDS + "/gaps")).getFirst();

    assertThat(gap.getString("stream")).isEqualTo("FOYER");
    assertThat(gap.getLong("first")).isEqualTo(100);
    assertThat(gap.getLong("last")).isEqualTo(109);
  }
}
