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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
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
      GroupCommit.folding(this::commit, EvaluationIntake::keys);
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
    return List.of(evaluationKey(accepted), deliveryKey(accepted));
  }

  private static String evaluationKey(Accepted accepted) {
    return "e" + accepted.event().id();
  }

  private static String deliveryKey(Accepted accepted) {
    return accepted.dedupeKey().source() + " " + accepted.dedupeKey().id();
  }

  /** Bookings mostly are new, and new ones are cheap; what is left takes the careful way. */
  private Future<List<DedupeResult>> commit(List<Accepted> group) {
    List<Accepted> candidates = firstOfTheirKeys(group);
    return writeNew(candidates)
        .compose(
            fresh -> {
              Set<Accepted> written = Collections.newSetFromMap(new IdentityHashMap<>());
              candidates.stream().filter(a -> fresh.contains(a.event().id())).forEach(written::add);
              List<Accepted> rest = group.stream().filter(a -> !written.contains(a)).toList();
              return writeCarefully(rest).map(results -> merge(group, written, results));
            })
        .onSuccess(
            results -> {
              if (results.contains(DedupeResult.FRESH)) {
                wakeupNotifier.wake(ENRICHMENTS);
              }
            });
  }

  /** Those states before which the group has nothing about the same evaluation or delivery. */
  private static List<Accepted> firstOfTheirKeys(List<Accepted> group) {
    Set<String> seen = new HashSet<>();
    List<Accepted> firsts = new ArrayList<>();
    for (Accepted one : group) {
      boolean first = seen.add(evaluationKey(one));
      first &= seen.add(deliveryKey(one));
      if (first && one.event() instanceof Changed) {
        firsts.add(one);
      }
    }
    return firsts;
  }

  /** Results in the order of the group; {@code results} has those that are not written. */
  private static List<DedupeResult> merge(
      List<Accepted> group, Set<Accepted> written, List<DedupeResult> results) {
    Iterator<DedupeResult> rest = results.iterator();
    return group.stream().map(a -> written.contains(a) ? DedupeResult.FRESH : rest.next()).toList();
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
  private Future<List<DedupeResult>> writeCarefully(List<Accepted> group) {
    return group.isEmpty()
        ? Future.succeededFuture(List.of())
        : database.transaction(tx -> write(tx, group)).onSuccess(done -> meetings.committed());
  }

  private static List<String> meetingIds(List<Accepted> group) {
    return group.stream().map(Accepted::meetingId).toList();
  }

  private Future<List<DedupeResult>> record(Tx tx, List<Accepted> group) {
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

  private Future<List<DedupeResult>> write(Tx tx, List<Accepted> group) {
    return record(tx, group).compose(results -> apply(tx, fresh(group, results)).map(results));
  }

  private static String name(EvaluationEvent event) {
    return event instanceof Destroyed ? "destroyed" : CHANGED;
  }

  private static List<Accepted> fresh(List<Accepted> group, List<DedupeResult> results) {
    return IntStream.range(0, group.size())
        .filter(i -> results.get(i) == DedupeResult.FRESH)
        .mapToObj(group::get)
        .toList();
  }

  private Future<Void> apply(Tx tx, List<Accepted> fresh) {
    Future<Void> rounds = Future.succeededFuture();
    for (List<Accepted> round : EventRounds.of(fresh, Accepted::event)) {
      rounds = rounds.compose(done -> applyRound(tx, round));
    }
    return rounds;
  }

  private Future<Void> applyRound(Tx tx, List<Accepted> round) {
    return store
        .apply(tx, round.stream().map(Accepted::event).toList(), meetingIds(round))
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
