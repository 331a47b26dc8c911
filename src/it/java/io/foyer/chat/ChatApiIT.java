package io.foyer.chat;

import static io.foyer.testing.People.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The chat below {@code /api/v2}, through two nodes. */
@TestInstance(Lifecycle.PER_CLASS)
class ChatApiIT {
  private static final String ROOMS = "/api/v2/chat/rooms";

  private final ProgramFixture program =
      ProgramFixture.open("chat_api", Map.of("LIMITS_REQUESTS", "0"));
  private final People people = new People(program.node().port());
  private Somebody ann = new Somebody("", "", "", "", "");
  private Somebody bob = ann;
  private People elsewhere = people;

  @BeforeAll
  void another() throws Exception {
    elsewhere = new People(program.node(Map.of()).port());
    ann = people.somebody();
    bob = people.somebody();
  }

  @AfterAll
  void close() {
    program.close();
  }

  private String room(JsonObject wish) {
    HttpResponse<String> made = people.call("POST", ROOMS, ann.bearer(), wish);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    String id = json(made).getString("id");
    assertThat(made.headers().firstValue("Location")).contains(ROOMS + "/" + id);
    return id;
  }

  private String room() {
    return room(new JsonObject().put("name", People.unused()));
  }

  private JsonObject ok(People node, String method, Somebody who, String path, JsonObject body) {
    HttpResponse<String> answer = node.call(method, ROOMS + path, who.bearer(), body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private JsonObject get(Somebody who, String path) {
    HttpResponse<String> answer = people.call("GET", ROOMS + path, who.bearer());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private int status(String method, Somebody who, String path) {
    return people.call(method, ROOMS + path, who.bearer()).statusCode();
  }

  private static JsonObject message(String text, String client) {
    return new JsonObject().put("text", text).put("clientMsgId", client);
  }

  private static List<JsonObject> items(JsonObject page) {
    return page.getJsonArray("items").stream().map(JsonObject.class::cast).toList();
  }

  @Test
  void twoPeopleTalk() {
    String room = room(new JsonObject().put("name", "Two People").put("topic", "talking"));
    JsonObject joined = ok(elsewhere, "PUT", bob, "/" + room + "/members/me", new JsonObject());
    assertThat(joined.getInteger("members")).isEqualTo(2);
    assertThat(joined.getBoolean("member")).isTrue();

    JsonObject sent = ok(people, "POST", ann, "/" + room + "/messages", message("hi", "m1"));
    JsonObject again = ok(elsewhere, "POST", ann, "/" + room + "/messages", message("hi", "m1"));

    assertThat(again).isEqualTo(sent.copy().put("repeated", true));
    assertThat(get(bob, "/" + room).getInteger("unread")).isEqualTo(1);
    assertThat(ok(people, "PUT", bob, "/" + room + "/read", new JsonObject().put("seq", 3)))
        .isEqualTo(new JsonObject().put("seq", 3));
    assertThat(get(bob, "/" + room).getInteger("unread")).isZero();
    JsonObject history = get(bob, "/" + room + "/messages");
    assertThat(items(history))
        .extracting(it -> it.getString("kind"))
        .containsExactly("join", "join", "message");
    assertThat(items(history).getLast().getString("text")).isEqualTo("hi");
    assertThat(items(history).getLast().getString("clientMsgId")).isEqualTo("m1");
    assertThat(
            people
                .call("POST", ROOMS + "/" + room + "/messages", ann.bearer(), message("ho", "m1"))
                .statusCode())
        .isEqualTo(409);
  }

  @Test
  void pagesAreKeyedByNumbers() {
    String room = room();
    IntStream.range(0, 20)
        .forEach(i -> ok(people, "POST", ann, "/" + room + "/messages", message("x", "m" + i)));

    assertThat(numbers(room, "?limit=3")).containsExactly(19L, 20L, 21L);
    assertThat(numbers(room, "?limit=3&before=19")).containsExactly(16L, 17L, 18L);
    assertThat(numbers(room, "?limit=3&after=4")).containsExactly(5L, 6L, 7L);
    assertThat(numbers(room, "?after=21")).isEmpty();
    String messages = "/" + room + "/messages";
    for (String wrong :
        List.of(
            "?limit=0",
            "?limit=201",
            "?limit=1000000",
            "?before=0",
            "?after=-1",
            "?x=1",
            "?before=5&after=5",
            "?after=null",
            "?after=x",
            "?after=1.5")) {
      assertThat(status("GET", ann, messages + wrong)).as(wrong).isEqualTo(400);
    }
    assertThat(get(ann, messages + "?after=0").getBoolean("truncated")).isFalse();
  }

  private List<Long> numbers(String room, String query) {
    return items(get(ann, "/" + room + "/messages" + query)).stream()
        .map(it -> it.getLong("seq"))
        .toList();
  }

  @Test
  void aRoomByInvitationIsForTheInvited() {
    String room = room(new JsonObject().put("name", "Just Us").put("access", "invited"));
    String me = "/" + room + "/members/me";
    assertThat(status("GET", bob, "/" + room)).isEqualTo(404);
    assertThat(status("PUT", bob, me)).isEqualTo(404);

    assertThat(status("PUT", ann, "/" + room + "/invitations/" + bob.id())).isEqualTo(204);
    assertThat(status("PUT", ann, "/" + room + "/invitations/" + "0".repeat(24))).isEqualTo(404);
    assertThat(status("PUT", bob, me)).isEqualTo(200);

    JsonObject members = get(bob, "/" + room + "/members");
    assertThat(items(members))
        .extracting(it -> it.getString("handle"))
        .containsExactlyInAnyOrder(ann.handle(), bob.handle());
    assertThat(status("PUT", bob, "/" + room + "/invitations/" + ann.id())).isEqualTo(403);
    assertThat(status("DELETE", bob, "/" + room + "/members/" + ann.id())).isEqualTo(403);
    assertThat(status("DELETE", ann, "/" + room + "/members/" + bob.id())).isEqualTo(204);
    assertThat(status("GET", bob, "/" + room + "/messages")).isEqualTo(404);
    assertThat(status("DELETE", bob, me)).isEqualTo(404);
  }

  @Test
  void theOwnerChangesAndArchives() {
    String room = room();
    JsonObject topic = new JsonObject().put("topic", "new");
    assertThat(people.call("PATCH", ROOMS + "/" + room, bob.bearer(), topic).statusCode())
        .isEqualTo(403);

    JsonObject changed = ok(people, "PATCH", ann, "/" + room, topic.copy().put("archived", true));

    assertThat(changed.getString("topic")).isEqualTo("new");
    assertThat(changed.containsKey("archivedAt")).isTrue();
    assertThat(
            people
                .call("POST", ROOMS + "/" + room + "/messages", ann.bearer(), message("x", "y"))
                .statusCode())
        .isEqualTo(409);
    assertThat(items(get(ann, "/" + room + "/messages")))
        .extracting(it -> it.getString("kind"))
        .containsExactly("join", "topic", "archived");
    assertThat(items(get(ann, "/" + room + "/messages")).get(1).getString("text")).isEqualTo("new");
    assertThat(
            people.call("PATCH", ROOMS + "/" + room, ann.bearer(), new JsonObject()).statusCode())
        .isEqualTo(400);
  }

  @Test
  void roomsAreListedInPages() {
    Somebody dora = people.somebody();
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      JsonObject wish = new JsonObject().put("name", "dora " + i);
      made.add(json(people.call("POST", ROOMS, dora.bearer(), wish)).getString("id"));
    }

    List<String> found = new ArrayList<>();
    JsonObject page = get(dora, "?mine=true&limit=2");
    while (page.containsKey("next")) {
      items(page).forEach(it -> found.add(it.getString("id")));
      page = get(dora, "?mine=true&limit=2&cursor=" + page.getString("next"));
    }
    items(page).forEach(it -> found.add(it.getString("id")));

    assertThat(found).isEqualTo(made);
    assertThat(items(get(bob, "?limit=200")))
        .extracting(it -> it.getString("id"))
        .containsAll(made);
    assertThat(status("GET", bob, "?cursor=x")).isEqualTo(400);
    assertThat(status("GET", bob, "?mine=perhaps")).isEqualTo(400);
  }

  @Test
  void whatIsWrongIsNamed() {
    String room = room();
    HttpResponse<String> answer =
        people.call(
            "POST",
            ROOMS + "/" + room + "/messages",
            ann.bearer(),
            new JsonObject().put("text", "/hello=Ann").put("clientMsgId", ""));

    assertThat(answer.statusCode()).isEqualTo(400);
    JsonArray errors = json(answer).getJsonArray("errors");
    assertThat(errors.encode()).contains("text").contains("clientMsgId");
    assertThat(
            people.call("POST", ROOMS, ann.bearer(), new JsonObject().put("name", "x").put("y", 1)))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(400);
    assertThat(people.call("GET", ROOMS, Map.of()).statusCode()).isEqualTo(401);
    assertThat(status("GET", ann, "/no-id")).isEqualTo(400);
  }
}
