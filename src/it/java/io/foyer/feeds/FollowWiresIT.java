package io.foyer.feeds;

import static io.foyer.feeds.FollowStage.FEED;
import static io.foyer.feeds.FollowStage.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Feeds live on the bridge and as Server-Sent Events: st-chat's check 20. */
@TestInstance(Lifecycle.PER_CLASS)
class FollowWiresIT {
  private final FollowStage stage;

  FollowWiresIT(@TempDir Path folder) throws Exception {
    stage = new FollowStage("follow_wires", folder);
  }

  @AfterAll
  void close() {
    stage.close();
  }

  @Test
  void theBridgeTellsEachMessageAtTheAddressOfItsFeed() throws Exception {
    long before = stage.written(300, 300);
    WebSocketClient client = stage.program().vertx().createWebSocketClient();
    List<JsonObject> heard = new CopyOnWriteArrayList<>();
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(stage.second().port())
            .setURI("/eventbus/websocket")
            .setAllowOriginHeader(false)
            .addHeader("Authorization", "Bearer " + stage.ann().access());
    WebSocket socket = client.connect(options).await(10, TimeUnit.SECONDS);
    socket.textMessageHandler(text -> heard.add(new JsonObject(text)));
    JsonObject register =
        new JsonObject()
            .put("type", "register")
            .put("address", "feed." + FEED)
            .put("headers", new JsonObject().put("after", String.valueOf(before)));
    socket.writeTextMessage(register.encode());
    socket.writeTextMessage(register.copy().put("address", "feed." + SECRET).encode());
    stage.written(20, 10);
    await().until(() -> bridged(heard).contains(before + 320));
    assertThat(bridged(heard))
        .containsExactlyElementsOf(FollowStage.numbers(before + 1, before + 320));
    assertThat(heard)
        .anyMatch(
            it ->
                it.getString("type").equals("err")
                    && ("feed." + SECRET).equals(it.getString("address"))
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
    long before = stage.written(400, 300);
    Somebody ben = new People(stage.first().port()).somebody();
    List<JsonObject> heard = new CopyOnWriteArrayList<>();
    List<String> ids = new CopyOnWriteArrayList<>();
    HttpResponse<InputStream> answer =
        stream(
            FEED, Map.of("Authorization", "Bearer " + ben.access(), "Last-Event-ID", "" + before));
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    Thread reader = Thread.ofVirtual().start(() -> listen(answer.body(), heard, ids));
    stage.written(5, 10);
    await().until(() -> stage.counted("foyer_feeds_followers") >= 1);
    long told = stage.counted("foyer_feeds_told_total");
    stage.written(5, 10);
    await().until(() -> stage.counted("foyer_feeds_told_total") >= told + 5);
    new People(stage.first().port()).call("DELETE", "/api/v2/sessions/current", ben.bearer());
    assertThat(reader.join(Duration.ofSeconds(60))).as("the stream ends with the log-in").isTrue();
    List<Long> numbers =
        heard.stream()
            .flatMap(frame -> FeedsFixture.items(frame).stream())
            .map(item -> item.getLong("number"))
            .toList();
    assertThat(numbers).containsExactlyElementsOf(FollowStage.numbers(before + 1, before + 410));
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
    assertThat(stream(SECRET, stage.ann().bearer()).statusCode()).isEqualTo(404);
    assertThat(stream("nothing", stage.ann().bearer()).statusCode()).isEqualTo(404);
    assertThat(
            stream(
                    FEED,
                    Map.of("Authorization", "Bearer " + stage.ann().access(), "Last-Event-ID", "x"))
                .statusCode())
        .isEqualTo(400);
  }

  private HttpResponse<InputStream> stream(String feed, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:%d/api/v2/feeds/%s/stream"
                    .formatted(stage.first().port(), feed)));
    headers.forEach(request::header);
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(request.build(), BodyHandlers.ofInputStream());
  }
}
