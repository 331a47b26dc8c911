package io.foyer.accounts.external;

import static io.foyer.testing.People.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.chat.wire.plain.Chatter;
import io.foyer.testing.People;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The chat of people who have their accounts elsewhere. */
@TestInstance(Lifecycle.PER_CLASS)
class OutsideChatIT {
  private static final String ROOMS = "/api/v2/chat/rooms";
  private static final String ANN = "canarytokenann";
  private static final String BOB = "canarytokenbob";

  /** Another of Bob's, which nobody has shown before. */
  private static final String BOBS_PHONE = "canarytokenbobsphone";

  private final Vertx vertx = Vertx.vertx();
  private final AccountsServer server = new AccountsServer(vertx);
  private final ProgramFixture program =
      ProgramFixture.openForgetful(
          "outside_chat", Map.of("AUTH_SERVER", server.url().toString(), "AUTH_TIMEOUT", "1s"));
  private final People people = new People(program.node().port());
  private String room = "";

  @BeforeEach
  void bobIsInAnnsRoom() {
    server.well();
    server.knows(ANN, "a", "Ann", "user");
    server.knows(BOB, "b", "Bob", "user");
    server.knows(BOBS_PHONE, "b", "Bob", "user");
    HttpResponse<String> made =
        people.call("POST", ROOMS, bearer(ANN), new JsonObject().put("name", People.unused()));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    room = json(made).getString("id");
    assertThat(listed(BOB)).contains(room);
    assertThat(people.call("PUT", path("/members/me"), bearer(BOB)).statusCode()).isEqualTo(200);
  }

  @AfterAll
  void close() {
    program.close();
    assertThat(program.logs().holding("canarytoken")).isEmpty();
    vertx.close().await();
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  private String path(String more) {
    return ROOMS + "/" + room + more;
  }

  private List<String> listed(String token) {
    return json(people.call("GET", ROOMS, bearer(token))).getJsonArray("items").stream()
        .map(it -> ((JsonObject) it).getString("id"))
        .toList();
  }

  private Chatter talking(String token) {
    return Chatter.enter(vertx, program.node().port(), token, Chatter.resume(room, 0));
  }

  private HttpResponse<String> says(String token, String name, String text) {
    JsonObject message = new JsonObject().put("text", text).put("clientMsgId", name);
    return people.call("POST", path("/messages"), bearer(token), message);
  }

  private HttpResponse<String> saysOnTheOldWire(String token, String name, String text) {
    JsonObject message = new JsonObject().put("message", text).put("clientMsgId", name);
    return people.call("POST", "/v1/chat/rooms/message/" + room, bearer(token), message);
  }

  private static List<String> texts(List<JsonObject> events) {
    return events.stream().map(it -> it.getString("kind") + " " + it.getString("text")).toList();
  }

  @Test
  void whoIsKnownOnlyThereTalksOnEveryWire() {
    try (Chatter ann = talking(ANN);
        Chatter bob = talking(BOB)) {
      JsonObject welcome = bob.await("welcome");
      assertThat(welcome.getString("handle")).isEqualTo("bob");
      assertThat(welcome.getJsonArray("rooms").encode()).contains(room);

      assertThat(says(BOB, "m1", "by rest").statusCode()).isEqualTo(200);
      assertThat(saysOnTheOldWire(BOB, "m2", "by the old wire").statusCode()).isEqualTo(200);
      bob.send(room, "m3", "by the socket");
      assertThat(bob.answer("m3").getString("type")).isEqualTo("ack");

      List<JsonObject> events = ann.eventsFrom(room, 1, 5);
      assertThat(texts(events))
          .containsExactly(
              "join null",
              "join null",
              "message by rest",
              "message by the old wire",
              "message by the socket");
      assertThat(events.subList(1, 5))
          .extracting(it -> it.getString("account"))
          .containsOnly(welcome.getString("account"));
      assertThat(bob.eventsFrom(room, 1, 5)).isEqualTo(events);
    }
  }

  @Test
  void whoIsKnownToNobodyIsLetIntoNothing() {
    String stranger = "canarytokeneve";

    assertThat(people.call("GET", ROOMS, bearer(stranger)).statusCode()).isEqualTo(401);
    assertThat(says(stranger, "m1", "hello").statusCode()).isEqualTo(401);
    assertThat(saysOnTheOldWire(stranger, "m1", "hello").statusCode()).isEqualTo(401);
    try (Chatter eve = Chatter.connect(vertx, program.node().port(), "", Map.of())) {
      eve.say(Chatter.hello(Chatter.resume(room, 0)).put("token", stranger));
      assertThat(eve.awaitClose()).isEqualTo(4401);
      assertThat(eve.heard()).isEmpty();
    }
  }

  @Test
  void whileTheServerIsAwayNobodyNewIsLetInAndNothingIsLost() {
    try (Chatter ann = talking(ANN)) {
      ann.eventsFrom(room, 1, 2);

      // Given an accounts server that says nothing of a token which is not known yet
      server.hangsUp();
      HttpResponse<String> refused = says(BOBS_PHONE, "m1", "are you there?");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(people.call("GET", ROOMS, bearer(BOBS_PHONE)).statusCode()).isEqualTo(503);
      HttpResponse<String> old = saysOnTheOldWire(BOBS_PHONE, "m1", "are you there?");
      assertThat(old.statusCode()).isEqualTo(503);
      assertThat(json(old).getInteger("error")).isEqualTo(1004);
      try (Chatter phone = Chatter.connect(vertx, program.node().port(), "", Map.of())) {
        phone.say(Chatter.hello(Chatter.resume(room, 0)).put("token", BOBS_PHONE));
        assertThat(phone.awaitClose()).isEqualTo(1013);
        assertThat(phone.heard()).isEmpty();
      }

      // Then who was let in before goes on
      ann.send(room, "m2", "is anybody here?");
      assertThat(ann.answer("m2").getLong("seq")).isEqualTo(3);

      // When it is back, what was refused can be sent again, and is written once
      server.well();
      await().until(() -> says(BOBS_PHONE, "m1", "are you there?").statusCode() == 200);
      HttpResponse<String> again = says(BOBS_PHONE, "m1", "are you there?");
      assertThat(json(again).getBoolean("repeated")).isTrue();
      try (Chatter phone = talking(BOBS_PHONE)) {
        List<JsonObject> events = phone.eventsFrom(room, 1, 4);
        assertThat(texts(events.subList(2, 4)))
            .containsExactly("message is anybody here?", "message are you there?");
        assertThat(ann.eventsFrom(room, 1, 4)).isEqualTo(events);
      }
    }
  }

  @Test
  void whoIsLoggedOutThereLosesHisSocketHereAndNobodyElseDoes() {
    String token = "canarytokenbobleaves";
    server.knows(token, "b", "Bob", "user");
    try (Chatter ann = talking(ANN);
        Chatter bob = talking(token)) {
      server.logsOut(token);

      assertThat(bob.awaitClose()).isEqualTo(4401);

      assertThat(ann.status()).isZero();
    }
  }
}
