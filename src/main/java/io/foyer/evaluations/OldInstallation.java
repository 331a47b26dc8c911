package io.foyer.evaluations;

import io.foyer.meetings.Meeting.Status;
import io.foyer.meetings.MeetingService;
import io.foyer.platform.Ids;
import io.foyer.platform.Problem;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.Tx;
import io.foyer.platform.jobs.JobStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Imports the data of 42-jitsi from its tables in the same database. Announced evaluations are not
 * announced again; the others get their reminder. Known evaluations stay unchanged, so the import
 * can be repeated (idempotent).
 */
public final class OldInstallation {
  private static final int PAGE = 1_000;

  private final OldInstallationStore store;
  private final Database database;
  private final JobStore jobs;
  private final MeetingService meetings;
  private final Duration missedAfter;

  /**
   * The old installation beside {@code database}'s own schema.
   *
   * @param missedAfter how long after its start an evaluation may still be announced
   */
  public OldInstallation(
      Ids ids, Database database, JobStore jobs, MeetingService meetings, Duration missedAfter) {
    this.store = new OldInstallationStore(ids);
    this.database = database;
    this.jobs = jobs;
    this.meetings = meetings;
    this.missedAfter = missedAfter;
  }

  /**
   * Result counts of an import.
   *
   * @param announced imported, announced by 42-jitsi
   * @param waiting imported, to be announced by Foyer
   * @param silent imported without a corrector, never announced
   * @param missed imported, began before an announcement
   * @param known skipped, already known
   * @param timeless skipped, without a time
   */
  public record Counts(
      long announced, long waiting, long silent, long missed, long known, long timeless) {
    private static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    private Counts withTimeless(long count) {
      return new Counts(announced, waiting, silent, missed, known, count);
    }

    private Counts plus(List<OldEvaluation> taken, long left) {
      return new Counts(
          announced + having(taken, Status.ANNOUNCED),
          waiting + having(taken, Status.PLANNED),
          silent + having(taken, Status.UNSCHEDULED),
          missed + having(taken, Status.MISSED),
          known + left,
          timeless);
    }

    private static long having(List<OldEvaluation> taken, Status status) {
      return taken.stream().filter(e -> e.status() == status).count();
    }
  }

  /** Takes everything over in one transaction. */
  public Future<Counts> takeOver() {
    return database
        .transaction(
            tx ->
                store
                    .present(tx)
                    .compose(there -> there ? store.timeless(tx) : absent())
                    .compose(count -> pages(tx, Long.MIN_VALUE, Counts.NONE.withTimeless(count))))
        .onSuccess(counts -> meetings.committed());
  }

  private static Future<Long> absent() {
    return Future.failedFuture(
        new Problem.NotFound("The database has no tables public.scale_teams and public.users")
            .asException());
  }

  private Future<Counts> pages(Tx tx, long after, Counts counts) {
    return store
        .page(tx, after, PAGE, missedAfter.toMillis() / 1000.0)
        .compose(
            page ->
                page.isEmpty()
                    ? Future.succeededFuture(counts)
                    : write(tx, page, counts)
                        .compose(more -> pages(tx, page.getLast().id(), more)));
  }

  private Future<Counts> write(Tx tx, List<OldEvaluation> page, Counts counts) {
    return store
        .takeOver(tx, page)
        .compose(
            fresh -> {
              List<OldEvaluation> taken =
                  page.stream().filter(e -> fresh.containsKey(e.id())).toList();
              return book(tx, taken, fresh)
                  .compose(done -> enrich(tx, taken))
                  .map(counts.plus(taken, page.size() - taken.size()));
            });
  }

  private Future<Void> book(Tx tx, List<OldEvaluation> taken, Map<Long, String> ids) {
    return meetings.takeOver(
        tx, taken.stream().map(e -> e.meeting(String.valueOf(ids.get(e.id())))).toList());
  }

  /** The intranet knows the team, and whether time or people have changed since. */
  private Future<Void> enrich(Tx tx, List<OldEvaluation> taken) {
    List<String> ahead =
        taken.stream().filter(e -> !e.over()).map(e -> Long.toString(e.id())).toList();
    return jobs.request(
        tx, EvaluationIntake.ENRICHMENT, ahead, Arrays.asList(new OffsetDateTime[ahead.size()]));
  }
}
