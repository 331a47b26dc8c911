package io.foyer.chat.wire.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.NodeCounter;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who comes in by {@code /ws}, how long he stays, and what bad frames get. */
class DoorIT {
  private static final Map<String, String> OURS = Map.of("Origin", ProgramFixture.PUBLIC_URL);
  private static final int RATE = 30;
  private static TwoNodes nodes;

  @BeforeAll
  static void open() throws Exception {
    nodes = TwoNodes.open("chatdoor", Map.of("LIMITS_REQUESTS", "0", "CHAT_RATE", "" + RATE));
  }

  private static Somebody somebody() {
    return nodes.people().somebody();
  }

  @AfterAll
  static void close() {
    nodes.close();
  }

  private final Somebody ann = somebody();

  private static JsonObject hello() {
    return Chatter.hello(new JsonObject());
  }

  @Test
  void check26WelcomeComesFirstThenTheRooms() {
    String room = nodes.rooms().made(ann);
    try (Chatter chatter = nodes.at(nodes.second(), ann, Chatter.all())) {
      chatter.await("watching");
      JsonObject welcome = chatter.heard().getFirst();
      assertThat(welcome.getString("type")).isEqualTo("welcome");
      assertThat(welcome.getString("account")).isEqualTo(ann.id());
      assertThat(welcome.getString("handle")).isEqualTo(ann.handle());
      assertThat(welcome.getString("role")).isEqualTo("user");
      JsonArray rooms = welcome.getJsonArray("rooms");
      assertThat(rooms).hasSize(1);
      assertThat(rooms.getJsonObject(0).getString("room")).isEqualTo(room);
      assertThat(rooms.getJsonObject(0).getInteger("members")).isEqualTo(1);
    }
  }

  @Test
  void check27NobodyIsToldAnythingWhoIsNotKnown() {
    try (Chatter bad = nodes.stranger("", Map.of());
        Chatter none = nodes.stranger("", Map.of());
        Chatter mute = nodes.stranger("", Map.of());
        Chatter early = nodes.stranger("", Map.of());
        Chatter header = nodes.stranger("", Map.of("Authorization", "Bearer nonsense"));
        Chatter ticket = nodes.stranger("?ticket=nonsense", Map.of())) {
      bad.say(hello().put("token", "f".repeat(64)));
      none.say(hello());
      early.say(new JsonObject().put("type", "ping"));
      assertThat(bad.awaitClose()).isEqualTo(4401);
      assertThat(none.awaitClose()).isEqualTo(4401);
      assertThat(header.awaitClose()).isEqualTo(4401);
      assertThat(ticket.awaitClose()).isEqualTo(4401);
      assertThat(early.awaitClose()).isEqualTo(4400);
      assertThat(mute.awaitClose()).isEqualTo(4401);
      assertThat(List.of(bad, none, mute, early, header, ticket))
          .allSatisfy(each -> assertThat(each.heard()).isEmpty());
    }
  }

  @Test
  void check27BotsHaveNoSocketHere() {
    HttpResponse<String> changed =
        nodes
            .people()
            .call(
                "PATCH",
                "/api/v2/accounts/" + ann.id(),
                People.service(),
                new JsonObject().put("role", "bot"));
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    Somebody bot = nodes.people().entered(ann.handle(), People.PASSWORD);
    try (Chatter chatter = nodes.stranger("", Map.of())) {
      chatter.say(hello().put("token", bot.access()));
      assertThat(chatter.awaitClose()).isEqualTo(4403);
      assertThat(chatter.heard()).isEmpty();
    }
  }

  private String cookie() {
    return People.cookie(nodes.people().logInWithCookie(ann.handle(), People.PASSWORD));
  }

  @Test
  void aCookieCountsOnlyFromOurOwnPages() {
    String cookie = cookie();
    try (Chatter ours =
            nodes.stranger("", Map.of("Cookie", cookie, "Origin", ProgramFixture.PUBLIC_URL));
        Chatter noPage = nodes.stranger("", Map.of("Cookie", cookie))) {
      ours.say(hello());
      ours.await("welcome");
      noPage.say(hello());
      assertThat(noPage.awaitClose()).isEqualTo(4401);
    }
    for (String origin :
        List.of(
            "https://evil.example", "null", "http://foyer.example", "https://foyer.example.evil")) {
      assertThatThrownBy(
              () -> nodes.stranger("", Map.of("Cookie", cookie, "Origin", origin)).close())
          .as(origin)
          .hasMessageContaining("403");
    }
  }

  @Test
  void aTicketOpensOneSocket() {
    HttpResponse<String> taken = nodes.people().call("POST", "/api/v2/tickets", ann.bearer());
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
    String query = "?ticket=" + People.json(taken).getString("ticket");
    try (Chatter first = nodes.stranger(query, OURS);
        Chatter second = nodes.stranger(query, OURS)) {
      first.say(hello());
      second.say(hello());
      assertThat(List.of(first, second).stream().filter(it -> it.awaitWelcomeOrClose()).count())
          .isEqualTo(1);
    }
  }

  @Test
  void check35SocketsEndWithTheirLogInOnEveryNodeBeforeAnySweep() {
    NodeCounter sweeps =
        new NodeCounter(
            "foyer_sessions_revocations_sweeps_total",
            nodes.first().managementPort(),
            nodes.second().managementPort());
    await("the sockets end before a sweep").pollInSameThread().until(() -> logsOut(sweeps));
  }

  /** Whether the sockets of a new log-in end with it before any node sweeps. */
  private boolean logsOut(NodeCounter sweeps) {
    Somebody again = nodes.people().entered(ann.handle(), People.PASSWORD);
    try (Chatter here = nodes.at(nodes.first(), again, Chatter.all());
        Chatter there = nodes.at(nodes.second(), again, Chatter.all())) {
      return sweeps.unmovedBy(
          () -> {
            HttpResponse<String> out =
                nodes.people().call("DELETE", "/api/v2/sessions/current", again.bearer());
            assertThat(out.statusCode()).isEqualTo(204);
            assertThat(here.awaitClose()).isEqualTo(4401);
            assertThat(there.awaitClose()).isEqualTo(4401);
          });
    }
  }

  @Test
  void aSocketEndsWhenItsSessionRunsOut() {
    try (Chatter open = nodes.at(nodes.first(), ann, Chatter.all())) {
      nodes
          .program()
          .database()
          .execute(
              "UPDATE sessions SET expires_at = now() + interval '1 second' WHERE id = '"
                  + ann.session()
                  + "'");
      assertThat(open.awaitClose()).isEqualTo(4401);
    }
  }

  @Test
  void check29BadFramesAreAnsweredAndEverybodyLivesOn() {
    String room = nodes.rooms().made(ann);
    try (Chatter other = nodes.at(nodes.first(), ann, Chatter.all());
        Chatter bad = nodes.at(nodes.first(), ann, Chatter.all())) {
      List<String> frames =
          List.of(
              "null",
              "17",
              "[]",
              "\"x\"",
              "{",
              "{\"type\":\"history\"}",
              "{\"type\":\"history\",\"room\":null}",
              "{\"type\":\"typing\",\"room\":4}",
              "{\"type\":\"dance\"}",
              "{\"type\":\"watch\",\"room\":\"../../etc/passwd\"}",
              "{\"type\":\"send\",\"room\":\"" + room + "\",\"clientMsgId\":\"a\",\"text\":null}",
              "{\"type\":\"hello\",\"v\":1}");
      frames.forEach(bad::raw);
      bad.send(room, "nul", "a\u0000b");
      bad.send(room, "slash", "/stock=aapl.us");
      bad.send(room, "blank", "  ");
      await().until(() -> bad.heard("error").size() >= frames.size() + 3);
      assertThat(bad.answer("nul").getString("code")).isEqualTo("invalid");
      assertThat(bad.answer("slash").getString("code")).isEqualTo("invalid");
      bad.send(room, "fine", "\u202eright to left <b>&");
      assertThat(bad.answer("fine").getString("type")).isEqualTo("ack");
      assertThat(other.eventsFrom(room, 2, 2).getFirst().getString("text"))
          .isEqualTo("\u202eright to left <b>&");

      IntStream.range(0, 20).forEach(i -> bad.raw("[]"));
      assertThat(bad.awaitClose()).isEqualTo(4400);
      assertThat(other.status()).isZero();
      assertThat(other.heard("error")).isEmpty();
    }
  }

  @Test
  void whoSaysTooMuchIsToldWhenHeMayGoOn() {
    String room = nodes.rooms().made(ann);
    try (Chatter chatter = nodes.at(nodes.first(), ann, new JsonObject())) {
      // A slow machine may say more: one each two seconds.
      int refused =
          IntStream.range(0, 10 * RATE)
              .filter(i -> isRefused(chatter, room, "m" + i))
              .findFirst()
              .orElseThrow();
      assertThat(refused).isGreaterThanOrEqualTo(RATE);
      assertThat(chatter.heard("ack")).hasSize(refused);
      JsonObject flood = chatter.answer("m" + refused);
      assertThat(flood.getString("code")).isEqualTo("flood");
      assertThat(flood.getDouble("retryAfter")).isBetween(0.001, 2.1);
      assertThat(chatter.status()).isZero();
    }
  }

  private static boolean isRefused(Chatter chatter, String room, String id) {
    chatter.send(room, id, "text");
    return chatter.answer(id).getString("type").equals("error");
  }

  @Test
  void whoFloodsWithFramesIsToldAndInTheEndClosed() {
    try (Chatter chatter = nodes.at(nodes.first(), ann, new JsonObject())) {
      IntStream.range(0, 10_000)
          .forEach(i -> chatter.raw("{\"type\":\"ping\",\"ref\":\"" + i + "\"}"));
      assertThat(chatter.awaitClose()).isEqualTo(4400);
      assertThat(chatter.heard("error"))
          .isNotEmpty()
          .allSatisfy(it -> assertThat(it.getString("code")).isEqualTo("flood"));
    }
  }

  @Test
  void twoHundredRoomsAreEnough() {
    String room = nodes.rooms().made(ann);
    try (Chatter chatter = nodes.at(nodes.first(), ann, Chatter.all())) {
      chatter.await("watching", it -> room.equals(it.getString("room")));
      // Each of these is under way at once, and none of them is there.
      chatter.say(
          new JsonObject().put("type", "watch").put("room", "f".repeat(24)).put("ref", "w"));
      assertThat(chatter.answer("w").getString("code")).isEqualTo("not_found");
      assertThat(chatter.status()).isZero();
    }
  }

  @Test
  void anOversizedFrameEndsItsConnectionOnly() {
    try (Chatter big = nodes.at(nodes.first(), ann, new JsonObject());
        Chatter other = nodes.at(nodes.first(), ann, new JsonObject())) {
      big.raw("x".repeat(70_000));
      assertThat(big.awaitClose()).isEqualTo(1009);
      other.say(new JsonObject().put("type", "ping").put("ref", "p"));
      assertThat(other.answer("p").getString("type")).isEqualTo("pong");
    }
  }

  @Test
  void aNodeThatGoesDownSaysWhenToComeBack() throws Exception {
    ProgramFixture.Node third = nodes.program().node(Map.of());
    try (Chatter chatter = nodes.at(third, ann, Chatter.all())) {
      third.drain().run();
      assertThat(chatter.awaitClose()).isEqualTo(1012);
      JsonObject bye = chatter.heard("bye").getFirst();
      assertThat(bye.getLong("reconnectMillis")).isBetween(250L, 4_250L);
    }
  }
}
