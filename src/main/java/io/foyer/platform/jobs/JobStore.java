package io.foyer.platform.jobs;

import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Schedules, claims (lease and fence) and finishes rows of the table {@code jobs}. Only the
 * database's clock decides what is due.
 */
public final class JobStore {
  private static final String REQUEST =
      """
      INSERT INTO jobs AS j (kind, key, due_at)
      SELECT $1, key, COALESCE(due_at, now())
      FROM unnest($2::text[], $3::timestamptz[]) AS wanted (key, due_at)
      ORDER BY key
      ON CONFLICT (kind, key) DO UPDATE
      SET due_at = excluded.due_at, attempts = 0, fence = j.fence + 1, last_error = NULL
      """;

  private static final String HASTEN =
      REQUEST.replace("due_at = excluded.due_at", "due_at = LEAST(j.due_at, excluded.due_at)");

  private static final String WITHDRAW =
      "DELETE FROM jobs WHERE kind = $1 AND key = ANY($2::text[])";

  // MATERIALIZED, or a plan may run the subselect once per row and claim more than its limit.
  private static final String CLAIM =
      """
      WITH due AS MATERIALIZED (
        SELECT kind, key FROM jobs
        WHERE kind = $1 AND due_at <= now()
        ORDER BY due_at LIMIT $2
        FOR UPDATE SKIP LOCKED)
      UPDATE jobs AS j
      SET due_at = now() + make_interval(secs => $3), attempts = j.attempts + 1, fence = j.fence + 1
      FROM due
      WHERE j.kind = due.kind AND j.key = due.key
      RETURNING j.key, j.attempts, j.fence
      """;

  private static final String FINISH =
      "DELETE FROM jobs WHERE kind = $1 AND key = $2 AND fence = $3 RETURNING key";

  private static final String POSTPONE =
      """
      UPDATE jobs SET due_at = now() + make_interval(secs => $4), last_error = $5
      WHERE kind = $1 AND key = $2 AND fence = $3
      RETURNING key
      """;

  private static final String RESCHEDULE =
      """
      UPDATE jobs SET due_at = now() + make_interval(secs => $4), attempts = 0, last_error = NULL
      WHERE kind = $1 AND key = $2 AND fence = $3
      RETURNING key
      """;

  private static final String NEXT_DUE =
      """
      SELECT extract(epoch FROM due_at - now())::float8 AS seconds
      FROM jobs WHERE kind = $1 ORDER BY due_at LIMIT 1
      """;

  /**
   * Asks for work, once per key: a job that waits is moved, a job under way loses its fence, so
   * that it is done again with what is true now.
   *
   * @param dueAt in the order of {@code keys}; null members mean now
   */
  public Future<Void> request(Tx tx, String kind, List<String> keys, List<OffsetDateTime> dueAt) {
    return ask(tx, REQUEST, kind, keys, dueAt);
  }

  /** The same, but a job that waits is only ever moved to an earlier time. */
  public Future<Void> moveEarlier(
      Tx tx, String kind, List<String> keys, List<OffsetDateTime> dueAt) {
    return ask(tx, HASTEN, kind, keys, dueAt);
  }

  private static Future<Void> ask(
      Tx tx, String sql, String kind, List<String> keys, List<OffsetDateTime> dueAt) {
    return tx.query(
            sql,
            Tuple.of(kind)
                .addArrayOfString(keys.toArray(String[]::new))
                .addArrayOfOffsetDateTime(dueAt.toArray(OffsetDateTime[]::new)))
        .mapEmpty();
  }

  /** Takes back what was asked for; nothing happens to keys that have no job. */
  public Future<Void> withdraw(Tx tx, String kind, List<String> keys) {
    return tx.query(WITHDRAW, Tuple.of(kind).addArrayOfString(keys.toArray(String[]::new)))
        .mapEmpty();
  }

  /** Claims up to {@code limit} due jobs, the longest due first, each for {@code lease}. */
  public Future<List<Job>> claim(Sql sql, String kind, int limit, Duration lease) {
    return sql.query(CLAIM, Tuple.of(kind, limit, seconds(lease)))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> job(kind, row))
                    .toList());
  }

  private static Job job(String kind, Row row) {
    return new Job(kind, row.getString("key"), row.getInteger("attempts"), row.getLong("fence"));
  }

  /**
   * Ends a job.
   *
   * @return false if it was claimed or asked for again meanwhile: then nothing that the caller
   *     found out counts, and its transaction must fail
   */
  public Future<Boolean> finish(Sql sql, Job job) {
    return sql.query(FINISH, Tuple.of(job.kind(), job.key(), job.fence()))
        .map(rows -> rows.size() == 1);
  }

  /** Puts a job off; returns false as {@link #finish} does. */
  private Future<Boolean> postpone(Sql sql, Job job, Duration pause, String reason) {
    return sql.query(POSTPONE, Tuple.of(job.kind(), job.key(), job.fence(), seconds(pause), reason))
        .map(rows -> rows.size() == 1);
  }

  /** Schedules a job's next run, after a successful one; returns false as {@link #finish} does. */
  private Future<Boolean> reschedule(Sql sql, Job job, Duration pause) {
    return sql.query(RESCHEDULE, Tuple.of(job.kind(), job.key(), job.fence(), seconds(pause)))
        .map(rows -> rows.size() == 1);
  }

  /**
   * Writes the result of a run; returns false as {@link #finish} does. A handler that writes more
   * than the result calls {@link #settleOrFail} in its own transaction.
   */
  public Future<Boolean> settle(Sql sql, Job job, JobResult result, Backoff.Range backoff) {
    return switch (result) {
      case JobResult.Done done -> finish(sql, job);
      case JobResult.Next(Duration after) -> reschedule(sql, job, after);
      case JobResult.Failed(String reason, Optional<Duration> atLeast) ->
          postpone(sql, job, longer(backoff.after(job.attempt()), atLeast), clean(reason));
      case JobResult.Settled settled -> Future.succeededFuture(true);
    };
  }

  /**
   * The same in the handler's own transaction, which fails with {@link LeaseLost} in place of
   * false.
   */
  public Future<Void> settleOrFail(Tx tx, Job job, JobResult result, Backoff.Range backoff) {
    return settle(tx, job, result, backoff)
        .compose(mine -> mine ? Future.succeededFuture() : Future.failedFuture(new LeaseLost(job)));
  }

  private static Duration longer(Duration pause, Optional<Duration> atLeast) {
    return atLeast.filter(asked -> asked.compareTo(pause) > 0).orElse(pause);
  }

  /** PostgreSQL stores no NUL in a text. */
  private static String clean(String reason) {
    return reason.replace("\0", "");
  }

  /** How long until the next job of this kind is due; zero if one is, empty if there is none. */
  public Future<Optional<Duration>> nextDue(Sql sql, String kind) {
    return sql.query(NEXT_DUE, Tuple.of(kind))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(row -> Backoff.ofSeconds(row.getDouble("seconds"))));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
