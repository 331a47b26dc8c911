package io.foyer.admin;

import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.admin.OutboxDesk.Replay;
import io.foyer.admin.OutboxDesk.ReplayCandidate;
import io.foyer.admin.OutboxDesk.Verdict;
import io.foyer.platform.ProblemException;
import io.foyer.platform.db.Database;
import io.foyer.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What did not leave can be sent once more, while that makes sense. */
class OutboxDeskIT {
  private final Vertx vertx = Vertx.vertx();
  private TestDatabase fresh;
  private Database database;
  private OutboxDesk desk;

  @BeforeEach
  void database() {
    fresh = TestDatabase.migrated("outbox");
    database = new Database(vertx, fresh.config());
    desk = new OutboxDesk(database);
  }

  @AfterEach
  void drop() throws Exception {
    await(database.close());
    await(vertx.close());
    fresh.close();
  }

  private void message(String id, String status, String left) {
    fresh.execute(
        """
        INSERT INTO outbox (id, subject, version, kind, channel, recipient, payload, status, attempts,
                            lost_answers, expires_at, resend_until, settled_at)
        VALUES ('%1$s', 'm-%1$s', 1, 'reminder', 'slack_that', 'team', '{}', '%2$s', 5, 1,
                now() + interval '%3$s', now(), now())
        """
            .formatted(id, status, left));
  }

  private static Map<String, Verdict> verdicts(Replay replay) {
    return replay.judged().stream()
        .collect(Collectors.toMap(it -> it.line().id(), ReplayCandidate::verdict));
  }

  @Test
  void failedMessagesThatAreStillWorthItGoBackToTheSenders() throws Exception {
    message("ahead", "failed", "10 minutes");
    message("late", "failed", "-1 minute");
    message("lost", "unknown", "10 minutes");
    message("sent", "sent", "10 minutes");

    Replay replay = await(desk.replay(List.of(), false));

    assertThat(verdicts(replay))
        .isEqualTo(Map.of("ahead", Verdict.REPLAYED, "late", Verdict.TOO_LATE));
    assertThat(
            fresh.text(
                "SELECT status || attempts || (due_at <= now()) || fence || lost_answers"
                    + " FROM outbox WHERE id = 'ahead'"))
        .isEqualTo("pending0true21");
    assertThat(fresh.text("SELECT string_agg(status, ',' ORDER BY id) FROM outbox"))
        .isEqualTo("pending,failed,unknown,sent");
  }

  @Test
  void lostAnswersAreSentAgainOnlyWhenAskedFor() throws Exception {
    message("lost", "unknown", "10 minutes");

    assertThat(verdicts(await(desk.replay(List.of("lost"), false))))
        .isEqualTo(Map.of("lost", Verdict.OTHER_STATE));
    assertThat(verdicts(await(desk.replay(List.of("lost"), true))))
        .isEqualTo(Map.of("lost", Verdict.REPLAYED));
    assertThat(fresh.text("SELECT status FROM outbox")).isEqualTo("pending");
  }

  @Test
  void whatAMovedMeetingSaidIsNotSentAgain() throws Exception {
    message("old", "failed", "10 minutes");
    fresh.execute(
        """
        INSERT INTO meetings (id, origin, origin_id, title, starts_at, room_name, join_secret, version)
        VALUES ('m-old', 'evaluation', '1', 't', now(), 'r', 's', 2)
        """);

    assertThat(verdicts(await(desk.replay(List.of("old"), false))))
        .isEqualTo(Map.of("old", Verdict.SUPERSEDED));
    assertThat(fresh.text("SELECT status FROM outbox")).isEqualTo("failed");
  }

  @Test
  void aMessageOfAnotherKindIsNotSupersededByAMove() throws Exception {
    message("mail", "failed", "10 minutes");
    fresh.execute("UPDATE outbox SET kind = 'invitation'");
    fresh.execute(
        """
        INSERT INTO meetings (id, origin, origin_id, title, starts_at, room_name, join_secret, version)
        VALUES ('m-mail', 'evaluation', '1', 't', now(), 'r', 's', 2)
        """);

    assertThat(verdicts(await(desk.replay(List.of("mail"), false))))
        .isEqualTo(Map.of("mail", Verdict.REPLAYED));
  }

  @Test
  void heldMessagesAreReleasedByTheirIdsOnly() throws Exception {
    message("kept", "held", "10 minutes");
    message("wanted", "held", "10 minutes");

    assertThat(await(desk.replay(List.of(), true)).judged()).isEmpty();
    assertThat(verdicts(await(desk.replay(List.of("wanted"), false))))
        .isEqualTo(Map.of("wanted", Verdict.REPLAYED));

    assertThat(fresh.column("SELECT id || ' ' || status FROM outbox ORDER BY id"))
        .containsExactly("kept held", "wanted pending");
  }

  @Test
  void anIdThatIsNoMessageIsNamed() throws Exception {
    assertThat(await(desk.replay(List.of("nobody"), false)).missing()).containsExactly("nobody");
  }

  @Test
  void listsTheNewestOfTheStatesAskedFor() throws Exception {
    message("a", "failed", "1 minute");
    message("b", "sent", "1 minute");
    message("c", "unknown", "1 minute");

    assertThat(await(desk.list(List.of(), 100))).hasSize(3);
    assertThat(await(desk.list(List.of("failed", "unknown"), 100)))
        .extracting(OutboxLine::id)
        .containsExactly("c", "a");
    assertThat(await(desk.list(List.of(), 1))).extracting(OutboxLine::id).containsExactly("c");
  }

  @Test
  void aStateThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> await(desk.list(List.of("lost"), 1)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("failed, held, pending");
  }
}
