package io.foyer.chat.wire.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicLong;

/** What people do with rooms over the API of one node. */
public final class RoomsClient {
  private static final String PATH = "/api/v2/chat/rooms";
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final People people;

  /** On the node of that port. */
  public RoomsClient(int port) {
    this.people = new People(port);
  }

  /** A new room of somebody's, for all. */
  public String made(Somebody by) {
    return made(by, "public");
  }

  /** A new room of somebody's. */
  public String made(Somebody by, String access) {
    JsonObject room =
        new JsonObject().put("name", "room " + NUMBERS.incrementAndGet()).put("access", access);
    HttpResponse<String> answer = people.call("POST", PATH, by.bearer(), room);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return People.json(answer).getString("id");
  }

  /** Comes in. */
  public void join(Somebody who, String room) {
    HttpResponse<String> answer =
        people.call("PUT", PATH + "/" + room + "/members/me", who.bearer());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** Lets somebody in. */
  public void invite(Somebody by, String room, Somebody whom) {
    HttpResponse<String> answer =
        people.call("PUT", PATH + "/" + room + "/invitations/" + whom.id(), by.bearer());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  /** Goes out. */
  public void leave(Somebody who, String room) {
    HttpResponse<String> answer =
        people.call("DELETE", PATH + "/" + room + "/members/me", who.bearer());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  /** Says something, and returns what the API answered. */
  public JsonObject said(Somebody who, String room, String text) {
    HttpResponse<String> answer =
        people.call(
            "POST",
            PATH + "/" + room + "/messages",
            who.bearer(),
            new JsonObject().put("text", text));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return People.json(answer);
  }
}
