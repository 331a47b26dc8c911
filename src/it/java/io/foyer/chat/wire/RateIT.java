package io.foyer.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.House;
import io.foyer.chat.wire.plain.Chatter;
import io.foyer.chat.wire.plain.Rooms;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What somebody says counts once, whatever wire it comes by. */
@TestInstance(Lifecycle.PER_CLASS)
class RateIT {
  private static final int RATE = 4;

  private final House house =
      House.open("chat_rate", Map.of("CHAT_RATE", "" + RATE, "LIMITS_REQUESTS", "1000"));
  private final People people = new People(house.node().port());

  @AfterAll
  void close() {
    house.close();
  }

  private HttpResponse<String> said(Somebody who, String room, int number) {
    return people.call(
        "POST",
        "/api/v2/chat/rooms/" + room + "/messages",
        who.bearer(),
        new JsonObject().put("text", "n" + number).put("clientMsgId", "c" + number));
  }

  private HttpResponse<String> saidOfOld(Somebody who, String room) {
    return people.call(
        "POST",
        "/v1/chat/rooms/message/" + room,
        who.bearer(),
        new JsonObject().put("message", "old"));
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }

  private static void refused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
    assertThat(Integer.parseInt(header(answer, "Retry-After"))).isBetween(1, 15);
    assertThat(answer.headers().allValues("RateLimit-Limit")).containsExactly("" + RATE);
    assertThat(header(answer, "RateLimit-Remaining")).isEqualTo("0");
    assertThat(Integer.parseInt(header(answer, "RateLimit-Reset"))).isBetween(30, 60);
  }

  @Test
  void everyWireCountsOnceAndRefusesInItsOwnWords() {
    // Given
    Somebody ann = people.somebody();
    Somebody bob = people.somebody();
    Rooms rooms = new Rooms(house.node().port());
    String room = rooms.made(ann);
    rooms.join(bob, room);
    try (Chatter chatter =
        Chatter.enter(house.vertx(), house.node().port(), ann.access(), new JsonObject())) {
      // When each of four is taken
      chatter.send(room, "a", "by socket");
      assertThat(chatter.answer("a").getString("type")).isEqualTo("ack");
      chatter.send(room, "b", "by socket");
      assertThat(chatter.answer("b").getString("type")).isEqualTo("ack");
      HttpResponse<String> taken = said(ann, room, 1);
      assertThat(taken.statusCode()).isEqualTo(200);
      assertThat(header(taken, "RateLimit-Limit")).isEqualTo("1000");
      assertThat(saidOfOld(ann, room).statusCode()).isEqualTo(200);

      // Then the fifth is refused, by whatever wire
      refused(said(ann, room, 2));
      refused(saidOfOld(ann, room));
      chatter.send(room, "c", "by socket");
      assertThat(chatter.answer("c").getString("code")).isEqualTo("flood");
      assertThat(chatter.answer("c").getDouble("retryAfter")).isBetween(0.1, 15.0);
      assertThat(said(bob, room, 1).statusCode()).isEqualTo(200);
    }
  }
}
