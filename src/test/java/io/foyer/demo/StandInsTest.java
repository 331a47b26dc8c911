package io.foyer.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.demo.Faults.Fault;
import io.foyer.platform.http.OutboundFailure.AnswerLost;
import io.foyer.platform.http.OutboundHttp;
import io.foyer.platform.http.OutboundHttp.Answer;
import io.foyer.platform.http.OutboundHttp.Call;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stand-ins answer as the originals do, and go wrong as told. */
class StandInsTest {
  private static final Map<String, String> BOT =
      Map.of("Authorization", "Bearer xoxb-test", "Content-Type", "application/json");

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private Answer call(
      URI base, HttpMethod method, String path, Map<String, String> headers, String body) {
    return new OutboundHttp(vertx, base, 1)
        .send(new Call(method, path, headers, Buffer.buffer(body), Duration.ofSeconds(5)))
        .await();
  }

  private Answer post(URI base, String path, String body) {
    return call(base, HttpMethod.POST, path, BOT, body);
  }

  private Answer get(URI base, String path) {
    return call(base, HttpMethod.GET, path, BOT, "");
  }

  @Test
  void slackThatQueuesAndTells() {
    SlackThatStandIn slack = new SlackThatStandIn(vertx);
    List<SlackThatStandIn.Received> heard = new CopyOnWriteArrayList<>();
    slack.onMessage(heard::add);
    slack.start(0).await();
    JsonObject message =
        new JsonObject()
            .put("workspace", "w")
            .put("channel", "")
            .put("user_emails", new JsonArray().add("a@example.org"))
            .put("as_user", false)
            .put("text", "soon");

    Answer answer = call(slack.url(), HttpMethod.POST, "/", Map.of(), message.encode());

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body().toJsonObject())
        .isEqualTo(new JsonObject().put("success", "request queued"));
    assertThat(heard).extracting(SlackThatStandIn.Received::message).containsExactly(message);
    assertThat(slack.received()).isEqualTo(heard);
    assertThat(slack.count()).isEqualTo(1);
    assertThat(get(slack.url(), "/health").body().toJsonObject().fieldNames())
        .containsExactlyInAnyOrder("active_tasks", "max_active_tasks");
  }

  @Test
  void slackThatRefusesInItsOrderAndWords() {
    SlackThatStandIn slack = new SlackThatStandIn(vertx).workspaces(Set.of("w"));
    slack.start(0).await();

    assertThat(problem(slack, "null")).isEqualTo("workspace is required");
    assertThat(problem(slack, "{}")).isEqualTo("workspace is required");
    assertThat(problem(slack, "{\"workspace\":null}")).isEqualTo("workspace is required");
    assertThat(problem(slack, "{\"workspace\":\"x\"}")).isEqualTo("workspace not found");
    assertThat(problem(slack, "{\"workspace\":\"w\",\"user_emails\":[]}"))
        .isEqualTo("channel is required");
    assertThat(problem(slack, "{\"workspace\":\"w\",\"channel\":\"c\"}"))
        .isEqualTo("text is required");
    assertThat(problem(slack, "{\"workspace\":\"w\",\"channel\":5}")).contains("channel");
    assertThat(problem(slack, "{\"user_emails\":[1]}")).contains("user_emails");
    assertThat(problem(slack, "{")).isNotEmpty();
    assertThat(problem(slack, "")).isNotEmpty();
    assertThat(problem(slack, "\"" + "x".repeat(1 << 20) + "\"")).isNotEmpty();
    assertThat(slack.count()).isZero();
  }

  private String problem(SlackThatStandIn slack, String body) {
    Answer answer = post(slack.url(), "/", body);
    assertThat(answer.status()).as(body.substring(0, Math.min(50, body.length()))).isEqualTo(422);
    return answer.body().toJsonObject().getString("error");
  }

  @Test
  void aLostAnswerStillDeliversTheMessage() {
    SlackThatStandIn slack = new SlackThatStandIn(vertx);
    slack.start(0).await();
    slack.faults().on("/", new Fault.LoseAnswer(), 1);
    slack.faults().on("/", new Fault.CloseConnection(), 1);
    String message = "{\"workspace\":\"w\",\"channel\":\"c\",\"text\":\"t\"}";

    assertThatThrownBy(() -> post(slack.url(), "/", message)).isInstanceOf(AnswerLost.class);
    assertThatThrownBy(() -> post(slack.url(), "/", message)).isInstanceOf(AnswerLost.class);
    assertThat(slack.count()).isEqualTo(1);

    assertThat(post(slack.url(), "/", message).status()).isEqualTo(201);
    assertThat(slack.calls()).hasSize(3);
  }

  @Test
  void slackOpensPostsAndRemembers() {
    SlackStandIn slack = new SlackStandIn(vertx);
    slack.start(0).await();

    String channel = directMessage(slack, "ann%2Bx@example.org");
    JsonObject metadata =
        new JsonObject()
            .put("event_type", "e")
            .put("event_payload", new JsonObject().put("key", "k1"));
    JsonObject posted = json(post(slack.url(), "chat.postMessage", message(channel, metadata)));

    assertThat(posted.getBoolean("ok")).isTrue();
    JsonObject found = history(slack, channel, "&include_all_metadata=true");
    assertThat(found.getJsonArray("messages")).hasSize(1);
    JsonObject kept = found.getJsonArray("messages").getJsonObject(0);
    assertThat(kept.getString("ts")).isEqualTo(posted.getString("ts"));
    assertThat(kept.getJsonObject("metadata")).isEqualTo(metadata);
    assertThat(history(slack, channel, "").getJsonArray("messages").getJsonObject(0).fieldNames())
        .doesNotContain("metadata");
    assertThat(
            history(slack, channel, "&oldest=" + posted.getString("ts")).getJsonArray("messages"))
        .isEmpty();
    assertThat(slack.posted())
        .singleElement()
        .satisfies(p -> assertThat(p.email()).isEqualTo("ann+x@example.org"));
  }

  @Test
  void slackTakesOneMessageASecondPerChannel() {
    SlackStandIn slack = new SlackStandIn(vertx).perMessage(Duration.ofHours(1));
    slack.start(0).await();
    String first = directMessage(slack, "ann@example.org");
    String second = directMessage(slack, "bob@example.org");
    post(slack.url(), "chat.postMessage", message(first, new JsonObject()));

    Answer limited = post(slack.url(), "chat.postMessage", message(first, new JsonObject()));

    assertThat(limited.status()).isEqualTo(429);
    assertThat(limited.headers().get("Retry-After")).isEqualTo("1");
    assertThat(json(limited).getString("error")).isEqualTo("ratelimited");
    assertThat(json(post(slack.url(), "chat.postMessage", message(second, new JsonObject()))))
        .contains(Map.entry("ok", true));
    assertThat(slack.count()).isEqualTo(2);
  }

  @Test
  void slackHistoryComesInPagesNewestFirst() {
    SlackStandIn slack = new SlackStandIn(vertx).perMessage(Duration.ZERO);
    slack.start(0).await();
    String channel = directMessage(slack, "ann@example.org");
    List<String> sent =
        List.of(1, 2, 3).stream()
            .map(
                i ->
                    json(post(slack.url(), "chat.postMessage", message(channel, new JsonObject()))))
            .map(answer -> answer.getString("ts"))
            .toList();

    JsonObject first = history(slack, channel, "&limit=2");
    String cursor = first.getJsonObject("response_metadata").getString("next_cursor");
    JsonObject last = history(slack, channel, "&limit=2&cursor=" + cursor);

    assertThat(first.getBoolean("has_more")).isTrue();
    assertThat(last.getBoolean("has_more")).isFalse();
    assertThat(timestamps(first)).containsExactly(sent.get(2), sent.get(1));
    assertThat(timestamps(last)).containsExactly(sent.get(0));
  }

  @Test
  void slackNamesItsErrors() {
    SlackStandIn slack = new SlackStandIn(vertx).strict().person("ann@example.org");
    slack.start(0).await();

    assertThat(error(get(slack.url(), "users.lookupByEmail?email=bob@example.org")))
        .isEqualTo("users_not_found");
    assertThat(error(post(slack.url(), "conversations.open", "{\"users\":\"U1\"}")))
        .isEqualTo("user_not_found");
    assertThat(error(post(slack.url(), "chat.postMessage", "{\"channel\":\"D1\"}")))
        .isEqualTo("channel_not_found");
    assertThat(error(post(slack.url(), "chat.postMessage", "{"))).isEqualTo("invalid_json");
    assertThat(error(post(slack.url(), "chat.update", "{}"))).isEqualTo("unknown_method");
    assertThat(error(call(slack.url(), HttpMethod.GET, "users.lookupByEmail", Map.of(), "")))
        .isEqualTo("not_authed");
    String channel = directMessage(slack, "ann@example.org");
    assertThat(error(post(slack.url(), "chat.postMessage", "{\"channel\":\"" + channel + "\"}")))
        .isEqualTo("no_text");
  }

  @Test
  void theIntranetMakesUpWhomItDoesNotKnow() {
    IntraStandIn intra = new IntraStandIn(vertx);
    intra.start(0).await();
    String token = json(post(intra.url(), "oauth/token", "{}")).getString("access_token");
    Map<String, String> authorized = Map.of("Authorization", "Bearer " + token);

    assertThat(get(intra.url(), "v2/users/ann").status()).isEqualTo(401);
    assertThat(
            json(call(intra.url(), HttpMethod.GET, "v2/users/ann", authorized, ""))
                .getString("email"))
        .isEqualTo("ann@student.example.org");
    assertThat(
            call(intra.url(), HttpMethod.GET, "v2/teams/100/users", authorized, "")
                .body()
                .toJsonArray())
        .isEqualTo(
            new JsonArray()
                .add(new JsonObject().put("login", "stu3a"))
                .add(new JsonObject().put("login", "stu3b")));
    assertThat(call(intra.url(), HttpMethod.GET, "v2/scale_teams/1", authorized, "").status())
        .isEqualTo(404);
  }

  private String directMessage(SlackStandIn slack, String email) {
    String user =
        json(get(slack.url(), "users.lookupByEmail?email=" + email))
            .getJsonObject("user")
            .getString("id");
    return json(post(slack.url(), "conversations.open", "{\"users\":\"" + user + "\"}"))
        .getJsonObject("channel")
        .getString("id");
  }

  private JsonObject history(SlackStandIn slack, String channel, String more) {
    return json(get(slack.url(), "conversations.history?channel=" + channel + more));
  }

  private static List<String> timestamps(JsonObject history) {
    return history.getJsonArray("messages").stream()
        .map(message -> ((JsonObject) message).getString("ts"))
        .toList();
  }

  private static String message(String channel, JsonObject metadata) {
    return new JsonObject()
        .put("channel", channel)
        .put("text", "soon")
        .put("metadata", metadata)
        .encode();
  }

  private static String error(Answer answer) {
    assertThat(json(answer).getBoolean("ok")).isFalse();
    return json(answer).getString("error");
  }

  private static JsonObject json(Answer answer) {
    return answer.body().toJsonObject();
  }
}
