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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Books, changes and cancels meetings. Methods that take a {@link Tx} write atomically with their
 * caller, which calls {@link #committed} after the commit; the others run their own transaction.
 */
public final class MeetingService {
  /** Kind of the job that announces a meeting, and of the outbox messages that it writes. */
  static final String REMINDER = "reminder";

  /** Raised when meetings were written and reminders asked for. */
  public static final String REMINDERS = "reminders";

  private static final Long EVERY_VERSION = Long.MAX_VALUE;

  private final Ids ids;
  private final MeetingStore store;
  private final ImportStore takeOvers;
  private final RecipientStore recipients = new RecipientStore();
  private final FinishedStore finished = new FinishedStore();
  private final Database database;
  private final JobStore jobs;
  private final OutboxStore outbox;
  private final WakeupNotifier wakeupNotifier;
  private final Function<Booking, String> roomNames;
  private final Duration warnBefore;
  private final Duration missedAfter;

  /**
   * The service.
   *
   * @param roomNames names the room of a new meeting
   * @param warnBefore how long before its start a meeting is announced
   * @param missedAfter how long after its start it still may be
   */
  public MeetingService(
      Ids ids,
      Database database,
      JobStore jobs,
      OutboxStore outbox,
      WakeupNotifier wakeupNotifier,
      Function<Booking, String> roomNames,
      Duration warnBefore,
      Duration missedAfter) {
    this.ids = ids;
    this.store = new MeetingStore();
    this.takeOvers = new ImportStore(ids);
    this.database = database;
    this.jobs = jobs;
    this.outbox = outbox;
    this.wakeupNotifier = wakeupNotifier;
    this.roomNames = roomNames;
    this.warnBefore = warnBefore;
    this.missedAfter = missedAfter;
  }

  /**
   * Books meetings or moves those that are booked. Another time makes a new version, which is
   * announced anew; the same instant changes nothing. Ids must be unique.
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
    return new NewMeeting(booking, roomNames.apply(booking), ids.secret());
  }

  private Future<Void> follow(Tx tx, List<Standing> changed) {
    List<Standing> scheduled = having(changed, Status.SCHEDULED);
    List<Standing> silent = having(changed, Status.UNSCHEDULED);
    List<Standing> moved = changed.stream().filter(s -> s.version() > 1).toList();
    return supersede(tx, moved)
        .compose(done -> withdraw(tx, silent.stream().map(Standing::id).toList()))
        .compose(done -> remind(tx, scheduled));
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
        .compose(done -> jobs.withdraw(tx, REMINDER, ids));
  }

  private Future<Void> remind(Tx tx, List<Standing> scheduled) {
    if (scheduled.isEmpty()) {
      return Future.succeededFuture();
    }
    List<OffsetDateTime> due = scheduled.stream().map(s -> s.startsAt().minus(warnBefore)).toList();
    return jobs.request(tx, REMINDER, scheduled.stream().map(Standing::id).toList(), due);
  }

  /**
   * An earlier due time stays. Once the meeting is announced, new participants are notified at
   * once.
   */
  private Future<Void> remindNoLater(Tx tx, Standing scheduled) {
    List<OffsetDateTime> due = new ArrayList<>();
    due.add(scheduled.status() == Status.ANNOUNCED ? null : scheduled.startsAt().minus(warnBefore));
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
                .map(m -> m.roomName().orElseGet(() -> roomNames.apply(m.booking())))
                .toList());
  }

  /** Cancels meetings and withdraws their pending reminders. */
  public Future<Void> cancel(Tx tx, List<String> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture()
        : store.cancel(tx, ids).compose(done -> withdraw(tx, ids));
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
                    .compose(done -> store.setParticipants(tx, id, people))
                    .compose(
                        done ->
                            standing
                                .map(scheduled -> remindNoLater(tx, scheduled))
                                .orElseGet(Future::succeededFuture)));
  }

  /** Adds a participant to a past meeting, without a notification. */
  public Future<Void> keep(Tx tx, String id, Participant person) {
    return store.putParticipants(tx, id, List.of(person));
  }

  /** Only what is announced has messages that can be out of date. */
  private Future<Void> takeOut(Tx tx, Optional<Standing> standing, List<Participant> people) {
    return standing
        .filter(scheduled -> scheduled.status() == Status.ANNOUNCED)
        .map(scheduled -> recipients.takeOut(tx, scheduled, people))
        .orElseGet(Future::succeededFuture);
  }

  /** Whether a meeting's grace is over; then it is missed unless it was announced. */
  public Future<Boolean> missIfOver(String id) {
    return store.miss(database, id, missedAfter.toMillis() / 1000.0);
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
                    .announceAgain(tx, id, missedAfter.toMillis() / 1000.0)
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
            gone ->
                jobs.withdraw(tx, REMINDER, gone.stream().map(Forgotten::id).toList()).map(gone));
  }

  /** One meeting with its people. */
  public Future<Optional<Meeting>> find(String id) {
    return store.find(database, id);
  }

  /** Wakes the timers: a transaction that wrote meetings has committed. */
  public void committed() {
    wakeupNotifier.wake(REMINDERS);
  }
}
