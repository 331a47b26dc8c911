package io.foyer.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.House;
import io.foyer.chat.wire.plain.Chatter;
import io.foyer.feeds.proto.EventProto.event;
import io.foyer.feeds.proto.EventProto.sport;
import io.foyer.testing.OwnNats;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Feeds live, on every wire: st-chat's checks 20 and 21. */
@TestInstance(Lifecycle.PER_CLASS)
class FollowIT {
  private static final String FEED = "sport_event";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path folder;

  private OwnNats nats;
  private Connection publisher;
  private House house;
  private House.Node second;
  private Somebody ann;

  @BeforeAll
  void open() throws Exception {
    nats = new OwnNats(folder);
    publisher = Nats.connect(nats.url().toString());
    house =
        House.open(
            "follow",
            Map.of(
                "NATS_URL",
                nats.url().toString(),
                "FEEDS_DEFINITIONS",
                secretFeed().toString(),
                "CHAT_PATIENCE",
                "4s",
                "LIMITS_REQUESTS",
                "0"));
    second = house.node(Map.of("ROLES", "http,chat"));
    ann = new People(house.node().port()).somebody();
  }

  /** The same messages on another subject, for admins. */
  private static Path secretFeed() throws IOException {
    Path descriptor = folder.resolve("event.desc");
    Files.write(
        descriptor,
        com.google.protobuf.DescriptorProtos.FileDescriptorSet.newBuilder()
            .addFile(event.getDescriptor().getFile().toProto())
            .build()
            .toByteArray());
    return Files.writeString(
        folder.resolve("feeds.yml"),
        """
        - subject: secret.events
          descriptor: event.desc
          message: event
          table: secret_events
          readers: admins
        """);
  }

  @AfterAll
  void close() throws Exception {
    publisher.close();
    house.close();
    nats.close();
  }

  private void publish(String subject, int messages, int length) {
    for (int i = 0; i < messages; i++) {
      publisher.publish(
          subject,
          event
              .newBuilder()
              .setSport(sport.GOLF)
              .setMatchTitle("<b>" + i)
              .setDataEvent("x".repeat(length))
              .build()
              .toByteArray());
    }
  }

  private long head() {
    return house.database().number("SELECT last_number FROM feeds WHERE subject = ?", FEED);
  }

  /** Publishes, and waits until it is written. */
  private long written(int messages, int length) {
    long before = head();
    publish(FEED, messages, length);
    await().atMost(PATIENCE).until(() -> head() == before + messages);
    return before;
  }

  private static JsonObject follow(String feed, OptionalLong after) {
    JsonObject frame = new JsonObject().put("type", "follow").put("ref", feed).put("feed", feed);
    after.ifPresent(number -> frame.put("after", number));
    return frame;
  }

  private Chatter enter(House.Node node) {
    return Chatter.enter(house.vertx(), node.port(), ann.access(), new JsonObject());
  }

  private static List<Long> numbers(Chatter chatter) {
    return chatter.heard("messages").stream()
        .flatMap(frame -> frame.getJsonArray("items").stream())
        .map(item -> ((JsonObject) item).getLong("number"))
        .toList();
  }

  private static void hears(Chatter chatter, long first, long last) {
    await().atMost(PATIENCE).until(() -> chatter.status() != 0 || numbers(chatter).contains(last));
    assertThat(numbers(chatter))
        .containsExactlyElementsOf(LongStream.rangeClosed(first, last).boxed().toList());
  }

  // 20
  @Test
  void whatWasAndWhatComesIsHeardOnceAndInOrderOnEachNode() {
    long before = written(700, 200);
    try (Chatter here = enter(house.node());
        Chatter there = enter(second)) {
      here.say(follow(FEED, OptionalLong.of(before)));
      there.say(follow(FEED, OptionalLong.of(before + 300)));
      assertThat(here.answer(FEED))
          .isEqualTo(
              new JsonObject()
                  .put("type", "following")
                  .put("ref", FEED)
                  .put("feed", FEED)
                  .put("after", before));
      written(500, 200);
      hears(here, before + 1, before + 1200);
      hears(there, before + 301, before + 1200);
      JsonObject item = here.heard("messages").getFirst().getJsonArray("items").getJsonObject(0);
      assertThat(item.getJsonObject("value").getString("match_title")).isEqualTo("<b>0");
    }
  }

  // 20
  @Test
  void whoComesBackHearsWhatFollows() {
    long before = written(10, 10);
    long last;
    try (Chatter first = enter(house.node())) {
      first.say(follow(FEED, OptionalLong.of(before)));
      publish(FEED, 50, 10);
      await().atMost(PATIENCE).until(() -> numbers(first).size() >= 20);
      last = numbers(first).getLast();
    }
    await().atMost(PATIENCE).until(() -> head() == before + 60);
    written(30, 10);
    try (Chatter again = enter(second)) {
      again.say(follow(FEED, OptionalLong.of(last)));
      written(5, 10);
      hears(again, last + 1, before + 95);
    }
  }

  @Test
  void withoutANumberWhatComesFromNowOnIsHeard() {
    long before = written(3, 10);
    try (Chatter chatter = enter(house.node())) {
      chatter.say(follow(FEED, OptionalLong.empty()));
      assertThat(chatter.answer(FEED).getLong("after")).isEqualTo(before + 3);
      written(3, 10);
      hears(chatter, before + 4, before + 6);
      chatter.say(new JsonObject().put("type", "unfollow").put("ref", "u").put("feed", FEED));
      assertThat(chatter.answer("u").getString("type")).isEqualTo("unfollowed");
      written(3, 10);
      chatter.say(new JsonObject().put("type", "ping").put("ref", "p"));
      chatter.answer("p");
      assertThat(numbers(chatter)).endsWith(before + 6);
    }
  }

  @Test
  void aNumberBeyondTheNewestIsToldSo() {
    long before = written(1, 10);
    try (Chatter chatter = enter(house.node())) {
      chatter.say(follow(FEED, OptionalLong.of(1_000_000_000)));
      assertThat(chatter.answer(FEED).getLong("after")).isEqualTo(before + 1);
    }
  }

  @Test
  void whatOneMayNotReadIsNotThere() {
    try (Chatter chatter = enter(house.node())) {
      for (String feed : List.of("secret.events", "nothing", "x".repeat(300))) {
        chatter.say(follow(feed, OptionalLong.empty()).put("ref", "r" + feed.length()));
      }
      JsonObject secret = chatter.answer("r13");
      assertThat(secret.getString("code")).isEqualTo("not_found");
      assertThat(secret.getString("feed")).isEqualTo("secret.events");
      assertThat(chatter.answer("r7").getString("message")).isEqualTo(secret.getString("message"));
      assertThat(chatter.answer("r300").getString("code")).isEqualTo("invalid");
    }
  }

  // 21
  @Test
  void aSlowReaderIsFedFromTheLogWhenHeReadsAgain() {
    long before = head();
    try (Chatter slow = enter(house.node())) {
      slow.say(follow(FEED, OptionalLong.of(before)));
      slow.answer(FEED);
      slow.deaf(true);
      written(12_000, 1_000);
      await().until(() -> counted("foyer_feeds_slow_total") >= 1);
      long told = counted("foyer_feeds_told_total");
      assertThat(told).as("what waits for him is bounded").isLessThan(before + 11_000);
      slow.deaf(false);
      hears(slow, before + 1, before + 12_000);
      assertThat(counted("foyer_feeds_pages_total")).isPositive();
    }
  }

  // 21
  @Test
  void whoTakesNothingForTooLongIsClosedAndResumes() {
    long before = head();
    long last;
    try (Chatter slow = enter(house.node())) {
      slow.say(follow(FEED, OptionalLong.of(before)));
      slow.answer(FEED);
      slow.deaf(true);
      written(8_000, 1_500);
      await().atMost(PATIENCE).until(() -> counted("foyer_feeds_silent_total") >= 1);
      slow.deaf(false);
      slow.awaitClose(PATIENCE);
      last = numbers(slow).isEmpty() ? before : numbers(slow).getLast();
      assertThat(last).isLessThan(before + 8_000);
    }
    try (Chatter again = enter(house.node())) {
      again.say(follow(FEED, OptionalLong.of(last)));
      hears(again, last + 1, before + 8_000);
    }
  }

  private long counted(String name) {
    try {
      String text =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(
                              "http://127.0.0.1:%d/metrics"
                                  .formatted(house.node().managementPort())))
                      .build(),
                  BodyHandlers.ofString())
              .body();
      return text.lines()
          .filter(line -> line.startsWith(name + " "))
          .map(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElse(0L);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theBridgeTellsEachMessageAtTheAddressOfItsFeed() throws Exception {
    long before = written(300, 300);
    WebSocketClient client = house.vertx().createWebSocketClient();
    List<JsonObject> heard = new CopyOnWriteArrayList<>();
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(second.port())
            .setURI("/eventbus/websocket")
            .setAllowOriginHeader(false)
            .addHeader("Authorization", "Bearer " + ann.access());
    WebSocket socket = client.connect(options).await(10, TimeUnit.SECONDS);
    socket.textMessageHandler(text -> heard.add(new JsonObject(text)));
    JsonObject register =
        new JsonObject()
            .put("type", "register")
            .put("address", "feed." + FEED)
            .put("headers", new JsonObject().put("after", String.valueOf(before)));
    socket.writeTextMessage(register.encode());
    socket.writeTextMessage(register.copy().put("address", "feed.secret.events").encode());
    written(20, 10);
    await().atMost(PATIENCE).until(() -> bridged(heard).contains(before + 320));
    assertThat(bridged(heard))
        .containsExactlyElementsOf(
            LongStream.rangeClosed(before + 1, before + 320).boxed().toList());
    assertThat(heard)
        .anyMatch(
            it ->
                it.getString("type").equals("err")
                    && "feed.secret.events".equals(it.getString("address"))
                    && it.getString("body").equals("access_denied"));
    assertThat(heard)
        .contains(
            new JsonObject()
                .put("type", "rec")
                .put("address", "feed." + FEED)
                .put(
                    "body",
                    new JsonObject()
                        .put("kind", "following")
                        .put("feed", FEED)
                        .put("after", before)));
    client.close().await(10, TimeUnit.SECONDS);
  }

  private static List<Long> bridged(List<JsonObject> heard) {
    return heard.stream()
        .filter(it -> it.getValue("body") instanceof JsonObject)
        .map(it -> it.getJsonObject("body"))
        .filter(it -> "message".equals(it.getString("kind")))
        .map(it -> it.getJsonObject("message").getLong("number"))
        .toList();
  }

  @Test
  void serverSentEventsResumeAndEndWithTheLogIn() throws Exception {
    long before = written(400, 300);
    Somebody ben = new People(house.node().port()).somebody();
    List<JsonObject> heard = new CopyOnWriteArrayList<>();
    List<String> ids = new CopyOnWriteArrayList<>();
    HttpResponse<InputStream> answer =
        stream(
            FEED, Map.of("Authorization", "Bearer " + ben.access(), "Last-Event-ID", "" + before));
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    Thread reader = Thread.ofVirtual().start(() -> listen(answer.body(), heard, ids));
    written(5, 10);
    await().atMost(PATIENCE).until(() -> counted("foyer_feeds_followers") >= 1);
    long told = counted("foyer_feeds_told_total");
    written(5, 10);
    await().atMost(PATIENCE).until(() -> counted("foyer_feeds_told_total") >= told + 5);
    new People(house.node().port()).call("DELETE", "/api/v2/sessions/current", ben.bearer());
    assertThat(reader.join(PATIENCE)).as("the stream ends with the log-in").isTrue();
    List<Long> numbers = new ArrayList<>();
    for (JsonObject frame : heard) {
      JsonArray items = frame.getJsonArray("items");
      items.forEach(item -> numbers.add(((JsonObject) item).getLong("number")));
    }
    assertThat(numbers)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(before + 1, before + 410).boxed().toList());
    assertThat(ids.getLast()).isEqualTo("id: " + (before + 410));
  }

  private static void listen(InputStream body, List<JsonObject> heard, List<String> ids) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      lines
          .lines()
          .forEach(
              line -> {
                if (line.startsWith("data: ")) {
                  heard.add(new JsonObject(line.substring("data: ".length())));
                } else if (line.startsWith("id: ")) {
                  ids.add(line);
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void strangersFollowNothing() throws Exception {
    assertThat(stream(FEED, Map.of()).statusCode()).isEqualTo(401);
    assertThat(stream("secret.events", ann.bearer()).statusCode()).isEqualTo(404);
    assertThat(stream("nothing", ann.bearer()).statusCode()).isEqualTo(404);
    assertThat(
            stream(FEED, Map.of("Authorization", "Bearer " + ann.access(), "Last-Event-ID", "x"))
                .statusCode())
        .isEqualTo(400);
  }

  private HttpResponse<InputStream> stream(String feed, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:%d/api/v2/feeds/%s/stream".formatted(house.node().port(), feed)));
    headers.forEach(request::header);
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(request.build(), BodyHandlers.ofInputStream());
  }
}
