package io.foyer.evaluations;

import io.foyer.evaluations.EvaluationEvent.Changed;
import io.foyer.evaluations.EvaluationEvent.Destroyed;
import io.foyer.meetings.MeetingService;
import io.foyer.platform.Ids;
import io.foyer.platform.bus.Hints;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.GroupCommit;
import io.foyer.platform.db.Tx;
import io.foyer.platform.inbox.Delivery;
import io.foyer.platform.inbox.InboxStore;
import io.foyer.platform.inbox.InboxStore.Verdict;
import io.foyer.platform.jobs.JobStore;
import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Accepts deliveries: writes each down once, applies it, books its meeting and asks for its
 * enrichment, all in one transaction. Belongs to one event-loop context.
 */
final class EvaluationIntake {
  /** The job that completes an evaluation; its key is the evaluation's id. */
  static final String ENRICHMENT = "enrichment";

  /** Raised when enrichments were asked for. */
  static final String ENRICHMENTS = "enrichments";

  private final GroupCommit<Accepted, Verdict> commits =
      new GroupCommit<>(this::commit, EvaluationIntake::keys);
  private final Ids ids;
  private final Database database;
  private final InboxStore inbox;
  private final EvaluationStore store;
  private final MeetingService meetings;
  private final JobStore jobs;
  private final Hints hints;

  /**
   * What came in.
   *
   * @param meetingId for the meeting, should the evaluation be new
   */
  private record Accepted(Delivery delivery, EvaluationEvent event, String meetingId) {}

  /** Not everything of a group was fresh and new. */
  private static final class NotAllNew extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAllNew() {
      super("not all new", null, false, false);
    }
  }

  EvaluationIntake(
      Ids ids,
      Database database,
      InboxStore inbox,
      EvaluationStore store,
      MeetingService meetings,
      JobStore jobs,
      Hints hints) {
    this.ids = ids;
    this.database = database;
    this.inbox = inbox;
    this.store = store;
    this.meetings = meetings;
    this.jobs = jobs;
    this.hints = hints;
  }

  /**
   * Accepts one delivery.
   *
   * @return after the commit: whether it was fresh, a repeat that changed nothing, or contradicts
   *     an earlier delivery of the same id
   */
  Future<Verdict> accept(Delivery delivery, EvaluationEvent event) {
    return commits.submit(new Accepted(delivery, event, ids.next()));
  }

  private static List<String> keys(Accepted accepted) {
    return List.of(
        "e" + accepted.event().id(), accepted.delivery().source() + " " + accepted.delivery().id());
  }

  private Future<List<Verdict>> commit(List<Accepted> group) {
    return tryAsNew(group)
        .onSuccess(
            verdicts -> {
              if (verdicts.contains(Verdict.FRESH)) {
                hints.raise(ENRICHMENTS);
              }
            });
  }

  /** Bookings mostly are new; then nothing has to wait for the statement before it. */
  private Future<List<Verdict>> tryAsNew(List<Accepted> group) {
    return group.stream().anyMatch(a -> a.event() instanceof Destroyed)
        ? writeCarefully(group)
        : database
            .insertion(tx -> writeAsNew(tx, group))
            .recover(
                cause ->
                    cause instanceof NotAllNew
                        ? writeCarefully(group)
                        : Future.failedFuture(cause));
  }

  /** What moves or ends a booking also moves its reminder. */
  private Future<List<Verdict>> writeCarefully(List<Accepted> group) {
    return database.transaction(tx -> write(tx, group)).onSuccess(done -> meetings.committed());
  }

  private Future<List<Verdict>> writeAsNew(Tx tx, List<Accepted> group) {
    List<EvaluationEvent> events = group.stream().map(Accepted::event).toList();
    List<String> keys = group.stream().map(a -> Long.toString(a.event().id())).toList();
    Future<Map<String, Verdict>> recorded = record(tx, group);
    Future<List<Evaluation>> applied = store.apply(tx, events, meetingIds(group));
    Future<Void> booked =
        meetings.book(
            tx,
            group.stream()
                .map(a -> Evaluation.newBooking(a.meetingId(), (Changed) a.event()))
                .toList());
    Future<Void> asked = requestNow(tx, keys);
    return Future.join(recorded, applied, booked, asked)
        .compose(
            done -> {
              List<Verdict> verdicts = inOrder(group, recorded.result());
              return verdicts.stream().allMatch(v -> v == Verdict.FRESH)
                      && applied.result().stream().allMatch(e -> e.revision() == 1)
                      && applied.result().size() == group.size()
                  ? Future.succeededFuture(verdicts)
                  : Future.failedFuture(new NotAllNew());
            });
  }

  private static List<String> meetingIds(List<Accepted> group) {
    return group.stream().map(Accepted::meetingId).toList();
  }

  private Future<Map<String, Verdict>> record(Tx tx, List<Accepted> group) {
    return inbox.record(
        tx,
        group.getFirst().delivery().source(),
        group.stream()
            .map(a -> new InboxStore.Arrival(a.delivery(), name(a.event()), a.event().id()))
            .toList());
  }

  private Future<List<Verdict>> write(Tx tx, List<Accepted> group) {
    return record(tx, group)
        .compose(verdicts -> apply(tx, group, verdicts).map(done -> inOrder(group, verdicts)));
  }

  private static List<Verdict> inOrder(List<Accepted> group, Map<String, Verdict> verdicts) {
    return group.stream().map(a -> verdicts.get(a.delivery().id())).toList();
  }

  private static String name(EvaluationEvent event) {
    return event instanceof Destroyed ? "destroyed" : "changed";
  }

  private Future<Void> apply(Tx tx, List<Accepted> group, Map<String, Verdict> verdicts) {
    List<Accepted> fresh =
        group.stream().filter(a -> verdicts.get(a.delivery().id()) == Verdict.FRESH).toList();
    return fresh.isEmpty()
        ? Future.succeededFuture()
        : store
            .apply(tx, fresh.stream().map(Accepted::event).toList(), meetingIds(fresh))
            .compose(changed -> follow(tx, changed));
  }

  private Future<Void> follow(Tx tx, List<Evaluation> changed) {
    List<Evaluation> live = changed.stream().filter(e -> e.destroyedAt().isEmpty()).toList();
    List<Evaluation> gone = changed.stream().filter(e -> e.destroyedAt().isPresent()).toList();
    return meetings
        .book(tx, live.stream().flatMap(e -> e.booking().stream()).toList())
        .compose(done -> cancel(tx, gone))
        .compose(done -> enrich(tx, live));
  }

  private Future<Void> cancel(Tx tx, List<Evaluation> gone) {
    return gone.isEmpty()
        ? Future.succeededFuture()
        : meetings
            .cancel(tx, gone.stream().flatMap(e -> e.meetingId().stream()).toList())
            .compose(done -> jobs.withdraw(tx, ENRICHMENT, ids(gone)));
  }

  private Future<Void> enrich(Tx tx, List<Evaluation> live) {
    return live.isEmpty() ? Future.succeededFuture() : requestNow(tx, ids(live));
  }

  private Future<Void> requestNow(Tx tx, List<String> ids) {
    return jobs.request(tx, ENRICHMENT, ids, Arrays.asList(new OffsetDateTime[ids.size()]));
  }

  private static List<String> ids(List<Evaluation> evaluations) {
    return evaluations.stream().map(e -> Long.toString(e.id())).toList();
  }
}
