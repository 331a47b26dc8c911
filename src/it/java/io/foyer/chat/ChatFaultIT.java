package io.foyer.chat;

import static io.foyer.testing.Futures.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.db.BlockingSession;
import io.foyer.platform.web.Caller;
import io.foyer.testing.Futures;
import io.vertx.core.Future;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Connections that die in the middle of a group, and many rooms at once. */
@TestInstance(Lifecycle.PER_CLASS)
class ChatFaultIT {
  private static final String KILL =
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
          + " WHERE datname = current_database() AND application_name = 'foyer'";

  private final ChatNodes nodes = ChatNodes.open(2);
  private final Caller ann = nodes.user();

  @AfterAll
  void close() {
    nodes.close();
  }

  @Test
  void aGroupThatIsCutOffIsWrittenOnceWhenItIsSentAgain() throws Exception {
    String room = nodes.room(ann);
    List<Future<SendResult>> sends;
    try (Connection holder = BlockingSession.open(nodes.fresh().config(), "foyer-test")) {
      holder.setAutoCommit(false);
      holder
          .createStatement()
          .execute("SELECT 1 FROM room_heads WHERE room_id = '%s' FOR UPDATE".formatted(room));
      sends = IntStream.range(0, 10).mapToObj(i -> send(room, i)).toList();
      await().until(() -> !waiting().equals("0"));

      nodes.fresh().text(KILL);

      assertThat(problem(sends.getFirst())).isInstanceOf(Problem.Unavailable.class);
      holder.rollback();
    }
    sends.forEach(send -> send.transform(done -> Future.succeededFuture()).await());

    List<SendResult> again =
        IntStream.range(0, 10).mapToObj(i -> patiently(room, i).await()).toList();

    assertThat(nodes.events(room)).hasSize(11);
    assertThat(again)
        .extracting(SendResult::seq)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(2, 11).boxed().toList());
  }

  private Future<SendResult> send(String room, int number) {
    return nodes.chat().send(ann, room, Optional.of("m" + number), "text " + number);
  }

  /** As a client does it: the same message again until it is acknowledged. */
  private Future<SendResult> patiently(String room, int number) {
    return send(room, number)
        .recover(
            cause ->
                cause instanceof ProblemException known
                        && known.problem() instanceof Problem.Unavailable
                    ? patiently(room, number)
                    : Future.failedFuture(cause));
  }

  private String waiting() throws Exception {
    return nodes
        .fresh()
        .text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name = 'foyer' AND wait_event_type = 'Lock'");
  }

  @Test
  void connectionsThatDieAtAnyMomentLoseAndDoubleNothing() throws Exception {
    String room = nodes.room(ann);
    List<Future<SendResult>> sends = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      sends.add(patiently(room, i));
      if (i % 40 == 0) {
        nodes.fresh().text(KILL);
      }
    }

    List<SendResult> answers = sends.stream().map(Futures::await).toList();

    assertThat(answers).extracting(SendResult::seq).doesNotHaveDuplicates();
    assertThat(nodes.events(room))
        .extracting(ChatEvent::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 401).boxed().toList());
  }

  @Test
  void aHundredRoomsOnTwoNodesHaveNoGap() {
    List<String> rooms = IntStream.range(0, 100).mapToObj(i -> nodes.room(ann)).toList();
    List<Future<SendResult>> sends =
        IntStream.range(0, 10_000)
            .mapToObj(
                i ->
                    nodes
                        .node(i % 2)
                        .send(ann, rooms.get(i * 7 % 100), Optional.of("m" + i), "text " + i))
            .toList();

    assertThat(sends.stream().map(Futures::await)).noneMatch(SendResult::repeated);

    for (String room : rooms) {
      assertThat(nodes.events(room))
          .extracting(ChatEvent::seq)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 101).boxed().toList());
    }
  }
}
