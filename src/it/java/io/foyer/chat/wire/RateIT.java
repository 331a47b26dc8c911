package io.foyer.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.chat.wire.plain.Chatter;
import io.foyer.chat.wire.plain.RoomsClient;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What somebody says counts once, whatever wire it comes by. */
@TestInstance(Lifecycle.PER_CLASS)
class RateIT {
  private static final int RATE = 4;
  private static final Duration EACH = Duration.ofMinutes(1).dividedBy(RATE);

  private final ProgramFixture program =
      ProgramFixture.open("chat_rate", Map.of("CHAT_RATE", "" + RATE, "LIMITS_REQUESTS", "1000"));
  private final People people = new People(program.node().port());

  @AfterAll
  void close() {
    program.close();
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

  /** Repeats what is taken until it is refused, and says how often it was taken. */
  private static int taken(IntPredicate refused) {
    return IntStream.range(0, 10 * RATE).filter(refused).findFirst().orElseThrow();
  }

  private static boolean refused(HttpResponse<String> answer) {
    if (answer.statusCode() == 200) {
      return false;
    }
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
    assertThat(Integer.parseInt(header(answer, "Retry-After"))).isBetween(1, 15);
    assertThat(answer.headers().allValues("RateLimit-Limit")).containsExactly("" + RATE);
    assertThat(header(answer, "RateLimit-Remaining")).isEqualTo("0");
    assertThat(Integer.parseInt(header(answer, "RateLimit-Reset"))).isBetween(30, 60);
    return true;
  }

  private static boolean refused(Chatter chatter, String room, String id) {
    chatter.send(room, id, "by socket");
    JsonObject answer = chatter.answer(id);
    if (answer.getString("type").equals("ack")) {
      return false;
    }
    assertThat(answer.getString("code")).isEqualTo("flood");
    assertThat(answer.getDouble("retryAfter")).isBetween(0.001, 15.0);
    return true;
  }

  @Test
  void everyWireCountsOnceAndRefusesInItsOwnWords() {
    // Given
    Somebody ann = people.somebody();
    Somebody bob = people.somebody();
    RoomsClient roomsClient = new RoomsClient(program.node().port());
    String room = roomsClient.made(ann);
    roomsClient.join(bob, room);
    long began = System.nanoTime();
    try (Chatter chatter =
        Chatter.enter(program.vertx(), program.node().port(), ann.access(), new JsonObject())) {
      // When each of four is taken
      chatter.send(room, "a", "by socket");
      assertThat(chatter.answer("a").getString("type")).isEqualTo("ack");
      chatter.send(room, "b", "by socket");
      assertThat(chatter.answer("b").getString("type")).isEqualTo("ack");
      HttpResponse<String> taken = said(ann, room, 1);
      assertThat(taken.statusCode()).isEqualTo(200);
      assertThat(header(taken, "RateLimit-Limit")).isEqualTo("1000");
      assertThat(saidOfOld(ann, room).statusCode()).isEqualTo(200);

      // Then no fifth is taken, by whatever wire, but those that time gives back on a slow machine
      int more =
          taken(i -> refused(said(ann, room, 2 + i)))
              + taken(i -> refused(saidOfOld(ann, room)))
              + taken(i -> refused(chatter, room, "c" + i));
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      assertThat(more).isLessThanOrEqualTo((int) took.dividedBy(EACH));
      assertThat(said(bob, room, 1).statusCode()).isEqualTo(200);
    }
  }
}
