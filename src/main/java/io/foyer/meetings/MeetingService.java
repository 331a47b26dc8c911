package io.foyer.meetings;

import io.foyer.meetings.Meeting.Status;
import io.foyer.meetings.MeetingStore.Standing;
import io.foyer.platform.Ids;
import io.foyer.platform.Problem;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.Tx;
import io.foyer.platform.jobs.JobStore;
import io.foyer.platform.outbox.OutboxStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Books, changes and cancels meetings. Methods that take a {@link Tx} write atomically with their
 * caller, which calls {@link #committed} after the commit; the others run their own transaction.
 */
public final class MeetingService {
  /** Kind of the job that announces a meeting, and of the outbox messages that it writes. */
  static final String REMINDER = "reminder";

  /** Raised when meetings were written and reminders asked for. */
  public static final String REMINDERS = "reminders";

  /** Kind of the job that takes a meeting through its {@link Workflow}. */
  static final String MEETING = "meeting";

  /** Raised when meetings were written whose workflow has another next step. */
  public static final String MEETINGS = "meetings";

  private static final Long EVERY_VERSION = Long.MAX_VALUE;

  private final Ids ids;
  private final MeetingStore store;
  private final ParticipantStore participants;
  private final ImportStore takeOvers;
  private final RecipientStore recipients = new RecipientStore();
  private final FinishedStore finished = new FinishedStore();
  private final Database database;
  private final JobStore jobs;
  private final OutboxStore outbox;
  private final WakeupNotifier wakeupNotifier;
  private final Conference conference;
  private final MeetingRules rules;

  /**
   * The service.
   *
   * @param conference provider of the rooms
   */
  public MeetingService(
      Ids ids,
      Database database,
      JobStore jobs,
      OutboxStore outbox,
      WakeupNotifier wakeupNotifier,
      Conference conference,
      MeetingRules rules) {
    this.ids = ids;
    this.store = new MeetingStore();
    this.participants = new ParticipantStore(ids);
    this.takeOvers = new ImportStore(ids);
    this.database = database;
    this.jobs = jobs;
    this.outbox = outbox;
    this.wakeupNotifier = wakeupNotifier;
    this.conference = conference;
    this.rules = rules;
  }

  /**
   * Books meetings or changes those that are booked. Another start or external room makes a new
   * version, which is announced anew; everything else that differs is stored; a booking that is
   * equal to what is stored changes nothing. Ids must be unique.
   */
  public Future<Void> book(Tx tx, List<Booking> bookings) {
    if (bookings.isEmpty()) {
      return Future.succeededFuture();
    }
    return store
        .book(tx, bookings.stream().map(this::draft).toList())
        .compose(changed -> follow(tx, changed));
  }

  /** A new meeting as it will be written: planned, or unscheduled where it may not be announced. */
  public NewMeeting draft(Booking booking) {
    return new NewMeeting(booking, conference.newRoomName(), ids.secret());
  }

  private Future<Void> follow(Tx tx, List<Standing> changed) {
    List<Standing> scheduled = having(changed, Status.SCHEDULED);
    List<Standing> silent = having(changed, Status.UNSCHEDULED);
    List<Standing> moved = changed.stream().filter(s -> s.version() > 1).toList();
    return supersede(tx, moved)
        .compose(done -> withdraw(tx, silent.stream().map(Standing::id).toList()))
        .compose(done -> remind(tx, scheduled))
        .compose(done -> continueWorkflow(tx, changed));
  }

  /** Requests the next step of meetings. */
  private Future<Void> continueWorkflow(Tx tx, List<Standing> changed) {
    Map<String, OffsetDateTime> due = new LinkedHashMap<>();
    changed.stream()
        .filter(standing -> standing.status() != Status.PLANNED)
        .forEach(
            standing ->
                rules
                    .workflow()
                    .next(standing.state())
                    .ifPresent(next -> due.put(standing.id(), next.at().atOffset(ZoneOffset.UTC))));
    return due.isEmpty()
        ? Future.succeededFuture()
        : jobs.request(tx, MEETING, List.copyOf(due.keySet()), List.copyOf(due.values()));
  }

  private static List<Standing> having(List<Standing> standings, Status status) {
    return standings.stream().filter(s -> s.status() == status).toList();
  }

  private Future<Void> supersede(Tx tx, List<Standing> moved) {
    return moved.isEmpty()
        ? Future.succeededFuture()
        : outbox.cancel(
            tx,
            REMINDER,
            moved.stream().map(Standing::id).toList(),
            moved.stream().map(Standing::version).toList());
  }

  private Future<Void> withdraw(Tx tx, List<String> ids) {
    if (ids.isEmpty()) {
      return Future.succeededFuture();
    }
    return outbox
        .cancel(tx, REMINDER, ids, ids.stream().map(id -> EVERY_VERSION).toList())
        .compose(done -> jobs.withdraw(tx, REMINDER, ids))
        .compose(done -> jobs.withdraw(tx, MEETING, ids));
  }

  private Future<Void> remind(Tx tx, List<Standing> scheduled) {
    if (scheduled.isEmpty()) {
      return Future.succeededFuture();
    }
    List<OffsetDateTime> due = scheduled.stream().map(this::reminderDue).toList();
    return jobs.request(tx, REMINDER, scheduled.stream().map(Standing::id).toList(), due);
  }

  private OffsetDateTime reminderDue(Standing scheduled) {
    return scheduled.startsAt().minus(scheduled.lead().orElse(rules.warnBefore()));
  }

  /**
   * An earlier due time stays. Once the meeting is announced, new participants are notified at
   * once.
   */
  private Future<Void> remindNoLater(Tx tx, Standing scheduled) {
    List<OffsetDateTime> due = new ArrayList<>();
    due.add(scheduled.status() == Status.ANNOUNCED ? null : reminderDue(scheduled));
    return jobs.moveEarlier(tx, REMINDER, List.of(scheduled.id()), due);
  }

  /** Writes down meetings of another system, new ones only, as they stand there. */
  public Future<Void> takeOver(Tx tx, List<ImportedMeeting> meetings) {
    return meetings.isEmpty()
        ? Future.succeededFuture()
        : takeOvers.write(
            tx,
            meetings,
            meetings.stream()
                .map(m -> m.roomName().orElseGet(() -> conference.newRoomName()))
                .toList());
  }

  /** Cancels meetings and withdraws the pending reminders of those that were not cancelled. */
  public Future<Void> cancel(Tx tx, List<String> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture()
        : store.cancel(tx, ids).compose(cancelled -> withdraw(tx, cancelled));
  }

  /**
   * Sets the participants, which schedules a planned meeting. Participants notified of this version
   * are not notified again; new or newly reachable ones are, at once if the meeting is already
   * announced. Removed participants are removed from every unsent message.
   */
  public Future<Void> schedule(Tx tx, String id, List<Participant> people) {
    return store
        .schedule(tx, id)
        .compose(
            standing ->
                takeOut(tx, standing, people)
                    .compose(done -> participants.replace(tx, id, people))
                    .compose(
                        done ->
                            standing
                                .map(scheduled -> arrange(tx, scheduled, people))
                                .orElseGet(Future::succeededFuture)));
  }

  private Future<Void> arrange(Tx tx, Standing scheduled, List<Participant> people) {
    return nameRoom(tx, scheduled, people)
        .compose(done -> remindNoLater(tx, scheduled))
        .compose(done -> continueWorkflow(tx, List.of(scheduled)));
  }

  /** A participant who comes after the announcement is led to the announced room. */
  private Future<Void> nameRoom(Tx tx, Standing scheduled, List<Participant> people) {
    return scheduled.status() == Status.ANNOUNCED
        ? Future.succeededFuture()
        : conference
            .roomName(scheduled.originId(), people)
            .map(name -> store.setRoom(tx, scheduled.id(), name))
            .orElseGet(Future::succeededFuture);
  }

  /** Adds a participant to a past meeting, without a notification. */
  public Future<Void> keep(Tx tx, String id, Participant person) {
    return participants.put(tx, id, List.of(person));
  }

  /** Only what is announced has messages that can be out of date. */
  private Future<Void> takeOut(Tx tx, Optional<Standing> standing, List<Participant> people) {
    return standing
        .filter(scheduled -> scheduled.status() == Status.ANNOUNCED)
        .map(scheduled -> recipients.takeOut(tx, scheduled, people))
        .orElseGet(Future::succeededFuture);
  }

  /** Whether it is too late to announce a meeting; then it is missed unless it was announced. */
  public Future<Boolean> missIfLate(String id) {
    return store
        .isLate(database, id, rules.graceSeconds())
        .compose(
            late -> late ? store.giveUp(database, id).map(true) : Future.succeededFuture(false));
  }

  /**
   * Announces a meeting once more, now.
   *
   * @return its new version; fails with {@link Problem.Conflict} when it may not be announced
   */
  public Future<Long> announceAgain(String id) {
    return database
        .transaction(
            tx ->
                store
                    .announceAgain(tx, id, rules.graceSeconds())
                    .compose(standing -> requestNow(tx, standing)))
        .onSuccess(version -> committed());
  }

  private Future<Long> requestNow(Tx tx, Optional<Standing> standing) {
    if (standing.isEmpty()) {
      return Future.failedFuture(
          new Problem.Conflict("It is over, taken back, or its people are not known yet.")
              .asException());
    }
    String id = standing.get().id();
    List<OffsetDateTime> now = new ArrayList<>();
    now.add(null);
    return supersede(tx, List.of(standing.get()))
        .compose(done -> jobs.request(tx, REMINDER, List.of(id), now))
        .compose(done -> continueWorkflow(tx, List.of(standing.get())))
        .map(standing.get().version());
  }

  /** A deleted meeting. */
  public record Forgotten(String id, String originId) {}

  /**
   * Deletes meetings of one origin, with their participants, that were booked and began longer ago
   * than {@code retention}; at most 1,000 at a time. The caller deletes its own data about them.
   */
  public Future<List<Forgotten>> forget(Tx tx, String origin, Duration retention) {
    return finished
        .forget(tx, origin, retention)
        .compose(
            gone -> {
              List<String> ids = gone.stream().map(Forgotten::id).toList();
              return jobs.withdraw(tx, REMINDER, ids)
                  .compose(done -> jobs.withdraw(tx, MEETING, ids))
                  .map(gone);
            });
  }

  /** One meeting with its people. */
  public Future<Optional<Meeting>> find(String id) {
    return participants
        .of(database, id)
        .compose(
            people ->
                store.find(
                    database,
                    id,
                    people.stream().map(ParticipantStore.Stored::participant).toList()))
        .map(found -> found.map(MeetingStore.Read::row));
  }

  /** Wakes the timers: a transaction that wrote meetings has committed. */
  public void committed() {
    wakeupNotifier.wake(REMINDERS);
    wakeupNotifier.wake(MEETINGS);
  }
}
