package io.foyer.evaluations;

import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.demo.IntraStandIn;
import io.foyer.evaluations.OldInstallation.Counts;
import io.foyer.evaluations.intra.IntraClient;
import io.foyer.evaluations.intra.IntraConfig;
import io.foyer.meetings.MeetingRules;
import io.foyer.meetings.MeetingService;
import io.foyer.platform.Ids;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.config.Secret;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseSubscriber;
import io.foyer.platform.jobs.JobStore;
import io.foyer.platform.outbox.OutboxStore;
import io.foyer.rooms.jitsi.JitsiConfig.RoomNames;
import io.foyer.rooms.jitsi.JitsiFixture;
import io.foyer.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An installation of 42-jitsi goes on as Foyer. */
class OldInstallationIT {
  private static final Duration CALL = Duration.ofSeconds(5);

  // As the old program's own migration makes them.
  private static final String TABLES =
      """
      CREATE TABLE public.scale_teams (id integer PRIMARY KEY, begin_at timestamptz,
                                       notified boolean DEFAULT false);
      CREATE TABLE public.users (id serial PRIMARY KEY, scale_team_id integer
        CONSTRAINT users_scale_team_id_scale_teams_id_foreign
        REFERENCES public.scale_teams ON DELETE CASCADE ON UPDATE CASCADE, login text, status text);
      INSERT INTO public.scale_teams VALUES
        (1, now() + interval '1 hour', false),
        (2, now() + interval '5 minutes', true),
        (3, now() - interval '30 days', true),
        (4, now() - interval '30 days', false),
        (5, NULL, false),
        (6, now() + interval '1 hour', NULL),
        (7, now() + interval '1 hour', false);
      INSERT INTO public.users (scale_team_id, login, status) VALUES
        (1, 'stu2', 'corrected'), (1, 'evalice', 'corrector'), (1, 'stu1', 'corrected'),
        (1, 'stu2', 'corrected'), (1, NULL, 'corrected'),
        (2, 'evalice', 'corrector'), (2, 'stu1', 'corrected'),
        (3, 'evalice', 'corrector'), (4, 'evalice', 'corrector'),
        (6, 'lonely', NULL), (7, 'evbob', 'corrector');
      """;

  private final Vertx vertx = Vertx.vertx();
  private final Ids ids = new Ids();
  private final JobStore jobs = new JobStore();
  private TestDatabase fresh;
  private Database database;
  private MeetingService meetings;
  private OldInstallation old;

  @BeforeEach
  void database() {
    fresh = TestDatabase.migrated("takeover");
    database = new Database(vertx, fresh.config());
    WakeupNotifier wakeupNotifier =
        new WakeupNotifier(vertx, database, new DatabaseSubscriber(vertx, database));
    meetings =
        new MeetingService(
            ids,
            database,
            jobs,
            new OutboxStore(),
            wakeupNotifier,
            JitsiFixture.rooms(RoomNames.SECRET),
            new MeetingRules(
                Duration.ofMinutes(15), Duration.ofMinutes(10), Duration.ofMinutes(30)));
    old = new OldInstallation(ids, database, jobs, meetings, Duration.ofMinutes(10));
  }

  @AfterEach
  void drop() throws Exception {
    await(database.close());
    await(vertx.close());
    fresh.close();
  }

  private String people(long id) {
    return fresh.text(
        """
        SELECT string_agg(p.key || ' ' || p.role || ' ' || m.announced_version, ', '
                          ORDER BY p.position)
        FROM evaluations e JOIN participants p USING (meeting_id)
          JOIN meetings m ON m.id = e.meeting_id
        WHERE e.id = %d
        """
            .formatted(id));
  }

  private String status(long id) {
    return fresh.text(
        "SELECT m.status || ' ' || regexp_replace(m.room_name, '^[a-z2-7]{26}$', 'room') FROM"
            + " evaluations e JOIN meetings m ON m.id = e.meeting_id WHERE e.id = "
            + id);
  }

  @Test
  void everyEvaluationStandsWhereItStood() throws Exception {
    fresh.execute(TABLES);

    assertThat(await(old.takeOver())).isEqualTo(new Counts(2, 2, 1, 1, 0, 1));

    assertThat(status(1)).isEqualTo("planned room");
    assertThat(people(1)).isEqualTo("evalice corrector 0, stu2 corrected 0, stu1 corrected 0");
    assertThat(status(2)).isEqualTo("announced 2-evalice-stu1");
    assertThat(people(2)).isEqualTo("evalice corrector 1, stu1 corrected 1");
    assertThat(status(3)).isEqualTo("announced 3-evalice");
    assertThat(status(4)).isEqualTo("missed room");
    assertThat(status(6)).isEqualTo("unscheduled room");
    assertThat(fresh.text("SELECT string_agg(key, ',' ORDER BY key) FROM jobs"))
        .isEqualTo("1,2,6,7");
  }

  @Test
  void aSecondTimeChangesNothing() throws Exception {
    fresh.execute(TABLES);
    await(old.takeOver());
    fresh.execute("UPDATE evaluations SET corrector = 'other' WHERE id = 1; DELETE FROM jobs");

    assertThat(await(old.takeOver())).isEqualTo(new Counts(0, 0, 0, 0, 6, 1));

    assertThat(fresh.text("SELECT corrector FROM evaluations WHERE id = 1")).isEqualTo("other");
    assertThat(fresh.text("SELECT count(*) FROM meetings")).isEqualTo("6");
    assertThat(fresh.text("SELECT count(*) FROM jobs")).isEqualTo("0");
  }

  @Test
  void aDestroyedEvaluationDoesNotComeBack() throws Exception {
    fresh.execute(TABLES);
    fresh.execute("INSERT INTO evaluations (id, destroyed_at) VALUES (1, now())");

    assertThat(await(old.takeOver()).known()).isEqualTo(1);

    assertThat(fresh.text("SELECT begin_at FROM evaluations WHERE id = 1")).isEqualTo("null");
  }

  @Test
  void manyPagesAreTakenOver() throws Exception {
    fresh.execute(TABLES);
    fresh.execute(
        "INSERT INTO public.scale_teams SELECT i, now(), true FROM generate_series(101, 2601) i");

    assertThat(await(old.takeOver()).announced()).isEqualTo(2503);
  }

  @Test
  void aDatabaseWithoutTheTablesIsNamed() {
    assertThatThrownBy(() -> await(old.takeOver())).hasMessageContaining("public.scale_teams");
  }

  @Test
  void enrichmentArmsWhatIsAheadAndTellsNobodyTwice() throws Exception {
    fresh.execute(TABLES);
    await(old.takeOver());
    IntraStandIn stand = new IntraStandIn(vertx);
    await(stand.start(0));
    // The intranet knows 7 and its team by now, but tells nothing of 1 and 2.
    String begin = Instant.now().plusSeconds(3600).toString();
    stand.team(70, List.of("new1"));
    stand.evaluation(
        new JsonObject()
            .put("id", 7)
            .put("begin_at", begin)
            .put("team", new JsonObject().put("id", 70))
            .put("corrector", new JsonObject().put("login", "evbob")));
    IntraClient intra =
        new IntraClient(
            vertx, new IntraConfig(stand.url(), "id", Secret.of("secret"), Map.of(), CALL));
    Enrichment enrichment =
        new Enrichment(database, jobs, new EvaluationStore(), meetings, intra, CALL);

    for (var job :
        await(jobs.claim(database, EvaluationIntake.ENRICHMENT, 10, Duration.ofMinutes(1)))) {
      await(enrichment.run(job));
    }

    assertThat(status(1)).isEqualTo("scheduled room");
    assertThat(people(1)).isEqualTo("evalice corrector 0, stu2 corrected 0, stu1 corrected 0");
    assertThat(status(2)).isEqualTo("announced 2-evalice-stu1");
    assertThat(people(2)).isEqualTo("evalice corrector 1, stu1 corrected 1");
    assertThat(people(7)).isEqualTo("evbob corrector 0, new1 corrected 0");
    assertThat(fresh.text("SELECT team_id FROM evaluations WHERE id = 7")).isEqualTo("70");
    assertThat(fresh.text("SELECT count(*) FROM participants WHERE email_state = 'known'"))
        .isEqualTo("7");
    assertThat(fresh.text("SELECT count(*) FROM jobs WHERE kind = 'enrichment'")).isEqualTo("0");
    await(intra.close());
  }
}
