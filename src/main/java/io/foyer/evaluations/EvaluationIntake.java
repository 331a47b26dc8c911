package io.foyer.evaluations;

import io.foyer.evaluations.EvaluationEvent.Changed;
import io.foyer.evaluations.EvaluationEvent.Destroyed;
import io.foyer.evaluations.NewEvaluationStore.Arrival;
import io.foyer.meetings.MeetingService;
import io.foyer.platform.Ids;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseFailure;
import io.foyer.platform.db.GroupCommit;
import io.foyer.platform.db.Tx;
import io.foyer.platform.inbox.DedupeKey;
import io.foyer.platform.inbox.InboxStore;
import io.foyer.platform.inbox.InboxStore.DedupeResult;
import io.foyer.platform.jobs.JobStore;
import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Accepts deliveries: deduplicates and applies each, books its meeting and schedules its
 * enrichment, all in one transaction. Called on any event loop.
 */
final class EvaluationIntake {
  /** The job that completes an evaluation; its key is the evaluation's id. */
  static final String ENRICHMENT = "enrichment";

  /** What the inbox calls a delivery that carries an evaluation's state. */
  static final String CHANGED = "changed";

  /** Raised when enrichments were asked for. */
  static final String ENRICHMENTS = "enrichments";

  private final GroupCommit<Accepted, DedupeResult> commits =
      new GroupCommit<>(this::commit, EvaluationIntake::keys);
  private final Ids ids;
  private final Database database;
  private final InboxStore inbox;
  private final NewEvaluationStore news;
  private final EvaluationStore store;
  private final MeetingService meetings;
  private final JobStore jobs;
  private final WakeupNotifier wakeupNotifier;

  /**
   * An accepted delivery.
   *
   * @param meetingId id for the meeting of a new evaluation
   */
  private record Accepted(DedupeKey dedupeKey, EvaluationEvent event, String meetingId) {}

  EvaluationIntake(
      Ids ids,
      Database database,
      InboxStore inbox,
      EvaluationStore store,
      MeetingService meetings,
      JobStore jobs,
      WakeupNotifier wakeupNotifier) {
    this.ids = ids;
    this.database = database;
    this.inbox = inbox;
    this.news = new NewEvaluationStore(database);
    this.store = store;
    this.meetings = meetings;
    this.jobs = jobs;
    this.wakeupNotifier = wakeupNotifier;
  }

  /**
   * Accepts one delivery.
   *
   * @return after the commit: whether it was fresh, a repeat that changed nothing, or contradicts
   *     an earlier delivery of the same id
   */
  Future<DedupeResult> accept(DedupeKey dedupeKey, EvaluationEvent event) {
    return commits.submit(new Accepted(dedupeKey, event, ids.next()));
  }

  private static List<String> keys(Accepted accepted) {
    return List.of(
        "e" + accepted.event().id(),
        accepted.dedupeKey().source() + " " + accepted.dedupeKey().id());
  }

  /** Bookings mostly are new, and new ones are cheap; what is left takes the careful way. */
  private Future<List<DedupeResult>> commit(List<Accepted> group) {
    return writeNew(group)
        .compose(
            fresh -> {
              List<Accepted> rest =
                  group.stream().filter(a -> !fresh.contains(a.event().id())).toList();
              return writeCarefully(rest)
                  .map(
                      verdicts ->
                          group.stream()
                              .map(
                                  a ->
                                      verdicts.getOrDefault(a.dedupeKey().id(), DedupeResult.FRESH))
                              .toList());
            })
        .onSuccess(
            verdicts -> {
              if (verdicts.contains(DedupeResult.FRESH)) {
                wakeupNotifier.wake(ENRICHMENTS);
              }
            });
  }

  private Future<Set<Long>> writeNew(List<Accepted> group) {
    List<Arrival> arrivals =
        group.stream()
            .flatMap(
                a ->
                    a.event() instanceof Changed changed
                        ? Stream.of(arrival(a, changed))
                        : Stream.empty())
            .toList();
    return arrivals.isEmpty()
        ? Future.succeededFuture(Set.of())
        : news.write(arrivals)
            .recover(
                cause ->
                    DatabaseFailure.isDuplicate(cause)
                        ? Future.succeededFuture(Set.of())
                        : Future.failedFuture(cause));
  }

  private Arrival arrival(Accepted accepted, Changed event) {
    return new Arrival(
        accepted.dedupeKey(),
        event,
        meetings.draft(Evaluation.newBooking(accepted.meetingId(), event)));
  }

  /** What moves or ends a booking also moves its reminder. */
  private Future<Map<String, DedupeResult>> writeCarefully(List<Accepted> group) {
    return group.isEmpty()
        ? Future.succeededFuture(Map.of())
        : database.transaction(tx -> write(tx, group)).onSuccess(done -> meetings.committed());
  }

  private static List<String> meetingIds(List<Accepted> group) {
    return group.stream().map(Accepted::meetingId).toList();
  }

  private Future<Map<String, DedupeResult>> record(Tx tx, List<Accepted> group) {
    return inbox.record(
        tx,
        group.getFirst().dedupeKey().source(),
        group.stream()
            .map(
                a ->
                    new InboxStore.Arrival(
                        a.dedupeKey(), name(a.event()), Long.toString(a.event().id())))
            .toList());
  }

  private Future<Map<String, DedupeResult>> write(Tx tx, List<Accepted> group) {
    return record(tx, group).compose(verdicts -> apply(tx, group, verdicts).map(verdicts));
  }

  private static String name(EvaluationEvent event) {
    return event instanceof Destroyed ? "destroyed" : CHANGED;
  }

  private Future<Void> apply(Tx tx, List<Accepted> group, Map<String, DedupeResult> verdicts) {
    List<Accepted> fresh =
        group.stream().filter(a -> verdicts.get(a.dedupeKey().id()) == DedupeResult.FRESH).toList();
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
