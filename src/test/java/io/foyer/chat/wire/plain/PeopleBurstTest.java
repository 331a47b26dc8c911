package io.foyer.chat.wire.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.chat.hub.Presence;
import io.foyer.platform.Problem;
import io.foyer.platform.socket.NarrowSocket;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What one connection of {@code /ws} is owed when it asks for the people of rooms in a burst. */
class PeopleBurstTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final String ROOM = "0123456789abcdef01234567";
  private static final int BURST = 190;

  /** What one answer about {@link #CROWD} takes at most, with its frame. */
  private static final int ANSWER = 130_000;

  private static final Map<String, Presence> CROWD =
      IntStream.range(0, 2_000)
          .boxed()
          .collect(Collectors.toMap("%024x"::formatted, it -> Presence.ONLINE));

  private final FakeDesk desk =
      new FakeDesk(VERTX, token -> Future.failedFuture(new IllegalStateException("not asked")));
  private final NarrowSocket socket = new NarrowSocket();
  private final Conversation ann = new Conversation(desk.desk(), FakeDesk.ANN, socket, false);
  private int answered;

  @AfterAll
  static void close() {
    VERTX.close().await();
  }

  private void burst(int count) {
    for (int i = 0; i < count; i++) {
      ann.take(new Asked.People(Optional.of("q" + i), ROOM));
    }
  }

  /** Answers all that the hub was asked for, and what it is asked for meanwhile. */
  private void answer() {
    while (answered < desk.people().size()) {
      Promise<Map<String, Presence>> asked = desk.people().get(answered++);
      asked.complete(CROWD);
    }
  }

  private void read() {
    socket.read();
    ann.writable();
    answer();
  }

  private List<String> refs() {
    return socket.messages().stream().map(it -> it.getString("ref")).toList();
  }

  @Test
  void aClientThatDoesNotReadIsOwedOneAnswerBeyondTheHighWaterMark() {
    burst(BURST);
    answer();

    assertThat(socket.mostOwed()).isBetween(NarrowSocket.HIGH, NarrowSocket.HIGH + ANSWER);
    assertThat(desk.people()).hasSize(1);
  }

  @Test
  void aClientThatReadsGetsAllAnswersInTheirOrder() {
    burst(BURST);
    answer();
    for (int i = 0; i < BURST; i++) {
      read();
    }

    assertThat(refs())
        .containsExactlyElementsOf(IntStream.range(0, BURST).mapToObj(i -> "q" + i).toList());
    assertThat(socket.messages())
        .allSatisfy(it -> assertThat(it.getString("type")).isEqualTo("people"));
    assertThat(socket.mostOwed()).isLessThanOrEqualTo(NarrowSocket.HIGH + ANSWER);
  }

  @Test
  void anErrorMakesRoomForTheNextAnswer() {
    burst(2);
    desk.people().get(0).fail(new Problem.NotFound("No such room.").asException());
    desk.people().get(1).complete(Map.of());

    assertThat(socket.messages())
        .extracting(it -> it.getString("type"))
        .containsExactly("error", "people");
  }

  @Test
  void moreThanOneQuestionForEachRoomIsAFloodAndWhoGoesOnIsClosed() {
    burst(1);
    answer();
    while (socket.closes().isEmpty()) {
      burst(1);
    }

    List<JsonObject> refused = socket.messages().stream().skip(1).toList();
    assertThat(refused)
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it.getString("code")).isEqualTo("flood"))
        .allSatisfy(it -> assertThat(it.getDouble("retryAfter")).isPositive());
    assertThat(socket.closes()).containsExactly(Status.SLOW);
    assertThat(desk.people()).hasSize(1);
  }

  @Test
  void aClosedConnectionAsksForNothingMore() {
    burst(BURST);
    ann.closed();
    answer();

    assertThat(desk.people()).hasSize(1);
  }
}
