package io.foyer.evaluations;

import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.meetings.MeetingRules;
import io.foyer.meetings.MeetingService;
import io.foyer.platform.Ids;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseSubscriber;
import io.foyer.platform.inbox.InboxStore;
import io.foyer.platform.jobs.JobStore;
import io.foyer.platform.outbox.OutboxStore;
import io.foyer.rooms.jitsi.JitsiConfig.RoomNames;
import io.foyer.rooms.jitsi.JitsiFixture;
import io.foyer.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is forgotten, and when. */
class RetentionIT {
  private static final Duration YEAR = Duration.ofDays(365);

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase fresh = TestDatabase.migrated("retention");
  private final Database database = new Database(vertx, fresh.config());
  private final InboxStore inbox = new InboxStore();
  private final OutboxStore outbox = new OutboxStore();
  private final Evaluations evaluations = evaluations();

  private Evaluations evaluations() {
    JobStore jobs = new JobStore();
    WakeupNotifier wakeupNotifier =
        new WakeupNotifier(vertx, database, new DatabaseSubscriber(vertx, database));
    MeetingService meetings =
        new MeetingService(
            new Ids(),
            database,
            jobs,
            outbox,
            wakeupNotifier,
            JitsiFixture.rooms(RoomNames.SECRET),
            new MeetingRules(
                Duration.ofMinutes(15), Duration.ofMinutes(10), Duration.ofMinutes(30)));
    return new Evaluations(
        new Evaluations.House(
            vertx,
            new Ids(),
            database,
            inbox,
            jobs,
            wakeupNotifier,
            meetings,
            new SimpleMeterRegistry()),
        "2006-01-02 15:04:05 UTC");
  }

  @AfterEach
  void close() throws Exception {
    await(database.close());
    await(vertx.close());
    fresh.close();
  }

  /** How often a cleaner found something. */
  private static int rounds(Supplier<Future<Integer>> cleaner) throws Exception {
    int rounds = 0;
    while (await(cleaner.get()) > 0) {
      rounds++;
    }
    return rounds;
  }

  /** Evaluations from {@code first} to {@code last}, booked and begun so long ago. */
  private void evaluations(int first, int last, String booked, String began) {
    fresh.execute(
        """
        INSERT INTO meetings (id, origin, origin_id, title, starts_at, room_name, join_secret, status)
        SELECT lpad(to_hex((extract(epoch FROM now() - interval '%3$s') * 1000)::bigint), 12, '0')
                 || lpad(to_hex(n), 12, '0'),
               'evaluation', n::text, 't', now() - interval '%4$s', 'r', 's', 'announced'
        FROM generate_series(%1$d, %2$d) AS n;
        INSERT INTO evaluations (id, meeting_id, begin_at)
        SELECT origin_id::bigint, id, starts_at FROM meetings
        WHERE origin_id::bigint BETWEEN %1$d AND %2$d;
        INSERT INTO participants (meeting_id, key, position, role, email, email_state)
        SELECT id, 'p' || origin_id, 0, 'corrector', 'p@canary.example', 'known' FROM meetings
        WHERE origin_id::bigint BETWEEN %1$d AND %2$d
        """
            .formatted(first, last, booked, began));
  }

  private String count(String table) {
    return fresh.text("SELECT count(*) FROM " + table);
  }

  @Test
  void meetingsTheirPeopleAndTheirEvaluationsAreForgottenTogether() throws Exception {
    evaluations(1, 2_500, "400 days", "399 days");
    evaluations(3_001, 3_001, "400 days", "300 days"); // booked long ahead
    evaluations(3_002, 3_002, "2 days", "400 days"); // taken over lately
    evaluations(3_003, 3_003, "3 days", "-1 days");

    assertThat(rounds(() -> evaluations.forgetFinished(YEAR))).isEqualTo(3);

    assertThat(fresh.text("SELECT string_agg(origin_id, ' ' ORDER BY origin_id) FROM meetings"))
        .isEqualTo("3001 3002 3003");
    assertThat(count("evaluations")).isEqualTo("3");
    assertThat(count("participants")).isEqualTo("3");
  }

  @Test
  void aTombstoneOutlivesItsMeeting() throws Exception {
    evaluations(1, 1, "400 days", "399 days");
    fresh.execute("UPDATE evaluations SET destroyed_at = now() - interval '1 day'");

    assertThat(rounds(() -> evaluations.forgetFinished(YEAR))).isEqualTo(1);
    assertThat(count("meetings") + count("evaluations")).isEqualTo("01");

    assertThat(rounds(() -> evaluations.forgetTombstones(database, Duration.ofHours(2))))
        .isEqualTo(1);
    assertThat(count("evaluations")).isEqualTo("0");
  }

  @Test
  void whatSomebodyIsChangingIsLeftForTheNextTime() throws Exception {
    evaluations(1, 3, "400 days", "399 days");
    await(
        database.transaction(
            tx ->
                tx.query(
                        "UPDATE meetings SET title = 'u' WHERE origin_id = '2'",
                        io.vertx.sqlclient.Tuple.tuple())
                    .compose(changed -> evaluations.forgetFinished(YEAR))
                    .onSuccess(forgotten -> assertThat(forgotten).isEqualTo(2))));

    assertThat(await(evaluations.forgetFinished(YEAR))).isEqualTo(1);
  }

  @Test
  void finishedMessagesAreForgottenByTheirAge() throws Exception {
    fresh.execute(
        """
        INSERT INTO outbox (id, subject, version, kind, channel, recipient, payload, status,
                            expires_at, resend_until)
        SELECT lpad(to_hex((extract(epoch FROM now() - interval '1 day' * days) * 1000)::bigint), 12, '0')
                 || lpad(to_hex(n), 12, '0'),
               's' || n || status, 1, 'reminder', 'slack_that', 'team', '{}', status, now(), now()
        FROM generate_series(1, 6000) AS n,
             (VALUES (91, 'sent'), (92, 'pending'), (89, 'failed')) AS age (days, status)
        WHERE n <= CASE status WHEN 'sent' THEN 6000 ELSE 2 END
        ON CONFLICT DO NOTHING
        """);

    assertThat(rounds(() -> outbox.forget(database, Duration.ofDays(90)))).isEqualTo(2);

    assertThat(fresh.text("SELECT string_agg(DISTINCT status, ' ' ORDER BY status) FROM outbox"))
        .isEqualTo("failed pending");
  }

  @Test
  void howeverManyDeliveriesCameTheyAreForgottenInSmallTransactions() throws Exception {
    fresh.execute(
        """
        INSERT INTO inbox (source, delivery, body_hash, event, subject, received_at)
        SELECT 'intra', n::text, '', 'create', n::text,
               now() - CASE WHEN n <= 23000 THEN interval '31 days' ELSE interval '1 day' END
        FROM generate_series(1, 24000) AS n
        """);

    assertThat(rounds(() -> inbox.forget(database, Duration.ofDays(30)))).isEqualTo(5);

    assertThat(count("inbox")).isEqualTo("1000");
  }
}
