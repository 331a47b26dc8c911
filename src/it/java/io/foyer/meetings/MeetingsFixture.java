package io.foyer.meetings;

import static io.foyer.testing.Futures.await;

import io.foyer.meetings.Participant.Email;
import io.foyer.platform.Ids;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseSubscriber;
import io.foyer.platform.db.Tx;
import io.foyer.platform.jobs.JobStore;
import io.foyer.platform.outbox.OutboxStore;
import io.foyer.rooms.jitsi.JitsiConfig.RoomNames;
import io.foyer.rooms.jitsi.JitsiFixture;
import io.foyer.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Meetings on a database of their own, and a timer whose turns the test takes by hand. */
final class MeetingsFixture implements AutoCloseable {
  static final Duration WARN_BEFORE = Duration.ofMinutes(15);
  private static final ReminderChannels CHANNELS =
      new ReminderChannels(
          List.of("teams", "mail"), List.of("persons"), List.of("teams", "persons"));

  private static final MeetingRules RULES =
      new MeetingRules(WARN_BEFORE, Duration.ofMinutes(10), Duration.ofMinutes(30));

  final Vertx vertx = Vertx.vertx();
  final TestDatabase fresh;
  final Database database;
  final JobStore jobs = new JobStore();
  final WakeupNotifier wakeupNotifier;
  final MeetingService meetings;
  private final Ids ids = new Ids();
  private final ReminderStore timer = new ReminderStore();

  MeetingsFixture() {
    this.fresh = TestDatabase.migrated("diary");
    this.database = new Database(vertx, fresh.config());
    this.wakeupNotifier =
        new WakeupNotifier(vertx, database, new DatabaseSubscriber(vertx, database));
    this.meetings =
        new MeetingService(
            ids,
            database,
            jobs,
            new OutboxStore(),
            wakeupNotifier,
            JitsiFixture.rooms(RoomNames.SECRET),
            RULES);
  }

  <T> T write(Function<Tx, Future<T>> work) {
    return await(database.transaction(work));
  }

  /** A meeting that begins so much later and whose people are known. */
  String scheduled(Duration ahead, Participant... people) {
    return scheduled(Optional.empty(), ahead, people);
  }

  /** The same, announced by these channels. */
  String scheduledBy(List<String> channels, Duration ahead, Participant... people) {
    return scheduled(Optional.of(channels), ahead, people);
  }

  /** A meeting at these times whose people are known. */
  String scheduled(MeetingTimes times, Participant... people) {
    return scheduled(booking(ids.next(), times, Optional.empty()), people);
  }

  private String scheduled(Optional<List<String>> channels, Duration ahead, Participant... people) {
    return scheduled(booking(ids.next(), startingIn(ahead), channels), people);
  }

  private String scheduled(Booking booking, Participant... people) {
    write(tx -> meetings.book(tx, List.of(booking)));
    schedule(booking.meetingId(), people);
    return booking.meetingId();
  }

  private static MeetingTimes startingIn(Duration ahead) {
    return MeetingTimes.startingAt(Instant.now().plus(ahead).truncatedTo(ChronoUnit.SECONDS));
  }

  private static Booking booking(String id, MeetingTimes times, Optional<List<String>> channels) {
    return new Booking(
        id,
        "evaluation",
        "1",
        "42 Evaluation",
        Optional.empty(),
        Optional.empty(),
        times,
        Optional.empty(),
        new AnnouncementPlan(true, channels, Optional.empty(), Optional.empty()));
  }

  /** Books it once more, at another time. */
  void move(String id, Duration ahead) {
    write(tx -> meetings.book(tx, List.of(booking(id, startingIn(ahead), Optional.empty()))));
  }

  void schedule(String id, Participant... people) {
    write(tx -> meetings.schedule(tx, id, Arrays.asList(people)));
  }

  static Participant person(String login) {
    return person(login, login + "@canary.example");
  }

  static Participant person(String login, String address) {
    return new Participant(login, "corrected", new Email.Known(address));
  }

  static Participant unreachable(String login) {
    return new Participant(login, "corrected", new Email.None());
  }

  /** One turn of the timer, for a channel of each kind. */
  void turn() {
    write(
        tx ->
            timer
                .due(tx, 100)
                .compose(due -> timer.announce(tx, due, RULES.graceSeconds(), CHANNELS)));
    workflow();
  }

  /** Takes the steps of the workflow that are due. */
  void workflow() {
    WorkflowHandler handler = handler();
    await(jobs.claim(database, MeetingService.MEETING, 100, Duration.ofMinutes(1)))
        .forEach(job -> await(handler.run(job)));
  }

  Entrances entrances() {
    return new Entrances(ids, database, JitsiFixture.rooms(RoomNames.SECRET), RULES);
  }

  WorkflowHandler handler() {
    return new WorkflowHandler(database, jobs, RULES.workflow());
  }

  /** Each message about a meeting as "recipient status: addresses", by its names. */
  String messages(String id) {
    return fresh.text(
        """
        SELECT string_agg(recipient || ' ' || status || ': ' || replace(emails, '@canary.example', ''),
                          '; ' ORDER BY version, recipient)
        FROM (SELECT o.version, o.recipient, o.status,
                     (SELECT COALESCE(string_agg(e.email, ' ' ORDER BY e.place), '-')
                      FROM jsonb_array_elements_text(o.payload -> 'emails')
                           WITH ORDINALITY AS e (email, place)) AS emails
              FROM outbox o WHERE o.subject = '%s') AS m
        """
            .formatted(id));
  }

  String status(String id) {
    return fresh.text("SELECT status FROM meetings WHERE id = '" + id + "'");
  }

  /** How long until its reminder is due, in minutes; "none" where none is planned. */
  String minutesLeft(String id) {
    return fresh.text(
        "SELECT round(extract(epoch FROM due_at - now()) / 60) FROM jobs"
            + " WHERE kind = 'reminder' AND key = '%s'".formatted(id));
  }

  /** Lets a meeting begin, and its reminder be due, so much earlier. */
  void shift(String id, Duration by) {
    fresh.execute(
        """
        UPDATE meetings SET
          starts_at = starts_at - interval '%1$d seconds',
          ends_at = ends_at - interval '%1$d seconds',
          opens_at = opens_at - interval '%1$d seconds'
        WHERE id = '%2$s';
        UPDATE outbox SET payload = payload || jsonb_build_object('startsAt',
          to_char((SELECT starts_at FROM meetings WHERE id = '%2$s') AT TIME ZONE 'UTC',
                  'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
        WHERE subject = '%2$s';
        UPDATE jobs SET due_at = due_at - interval '%1$d seconds' WHERE key = '%2$s'
        """
            .formatted(by.toSeconds(), id));
  }

  @Override
  public void close() {
    await(database.close());
    await(vertx.close());
    fresh.close();
  }
}
