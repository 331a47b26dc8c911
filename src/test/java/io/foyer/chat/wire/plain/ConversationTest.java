package io.foyer.chat.wire.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.ChatEvent.Kind;
import io.foyer.chat.History;
import io.foyer.platform.Problem;
import io.foyer.platform.socket.FakeSocket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ConversationTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final String ROOM = "0123456789abcdef01234567";
  private static final History PAGE =
      new History(
          List.of(
              new ChatEvent(
                  ROOM, 7, "m", Kind.MESSAGE, "ann", "", 1, "hi \u2028\"", "c", Instant.EPOCH)),
          1,
          9,
          true,
          false);

  private final FakeDesk desk =
      new FakeDesk(VERTX, token -> Future.failedFuture(new IllegalStateException("not asked")));
  private final FakeSocket socket = new FakeSocket();
  private final Conversation ann = new Conversation(desk.desk(), FakeDesk.ANN, socket, false);

  @AfterAll
  static void close() {
    VERTX.close().await();
  }

  private void ask(String ref) {
    ann.take(new Asked.Page(Optional.of(ref), ROOM, History.Part.NEWEST, 50));
  }

  private List<String> refs() {
    return socket.messages().stream().map(it -> it.getString("ref")).toList();
  }

  @Test
  void aPageIsToldAsItsEventsAre() {
    ask("a");
    desk.pages().getFirst().complete(PAGE);

    assertThat(socket.messages())
        .containsExactly(
            new JsonObject(
                """
                {"type":"history","ref":"a","room":"0123456789abcdef01234567","events":[{"seq":7,
                "id":"m","kind":"message","account":"ann","messageType":1,"text":"hi \\u2028\\"",
                "clientMsgId":"c","at":"1970-01-01T00:00:00Z"}],"first":1,"last":9,"more":true,
                "truncated":false}
                """));
  }

  @Test
  void twoPagesAreUnderWayAndAThirdIsForLater() {
    ask("a");
    ask("b");
    ask("c");
    desk.pages().get(0).complete(PAGE);
    desk.pages().get(1).fail(new Problem.NotFound("No such room.").asException());
    ask("d");

    assertThat(refs()).containsExactly("c", "a", "b");
    assertThat(socket.messages().getFirst().getString("code")).isEqualTo("flood");
    assertThat(socket.messages().getFirst().getDouble("retryAfter")).isPositive();
    assertThat(socket.messages().getLast().getString("code")).isEqualTo("not_found");
    assertThat(desk.pages()).hasSize(3);
  }

  @Test
  void whatWasAskedForWaitsForWhoDoesNotReadAndCountsUntilItIsSaid() {
    // Given
    ask("a");
    ask("b");
    socket.full(true);

    // When
    desk.pages().forEach(it -> it.complete(PAGE));
    ask("c");
    List<String> meanwhile = refs();
    socket.full(false);
    ask("d");
    ann.writable();
    ask("e");

    // Then
    assertThat(meanwhile).containsExactly("c"); // refused
    assertThat(refs()).containsExactly("c", "d", "a", "b");
    assertThat(desk.pages()).hasSize(3);
  }
}
