package io.foyer.meetings;

import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;

/** Reads due reminders one by one and postpones those that cannot be written. */
final class PostponeStore {
  private static final String DUE =
      """
      SELECT key FROM jobs WHERE kind = 'reminder' AND due_at <= now() ORDER BY due_at LIMIT $1
      """;

  private static final String LOCK =
      """
      SELECT j.key FROM jobs AS j JOIN meetings AS m ON m.id = j.key
      WHERE j.kind = 'reminder' AND j.key = $1 AND j.due_at <= now()
      FOR UPDATE OF j, m SKIP LOCKED
      """;

  // Ten seconds, doubled up to five minutes: what is at fault may be mended by another delivery.
  private static final String PUT_OFF =
      """
      WITH off AS (
        UPDATE jobs SET
          due_at = now() + make_interval(secs => LEAST(300, 10 * 2 ^ LEAST(attempts, 10))),
          attempts = attempts + 1, fence = fence + 1, last_error = $2
        WHERE kind = 'reminder' AND key = $1 AND due_at <= now()
        RETURNING key, attempts
      ), seen AS (
        UPDATE meetings SET changed_at = now() WHERE id IN (SELECT key FROM off)
      )
      SELECT attempts FROM off
      """;

  /** Meetings whose reminder is due, without locking any. */
  Future<List<String>> due(Sql sql, int limit) {
    return sql.query(DUE, Tuple.of(limit))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getString(0))
                    .toList());
  }

  /** Whether the reminder of a meeting is still due and now locked for this transaction. */
  Future<Boolean> lock(Tx tx, String meeting) {
    return tx.query(LOCK, Tuple.of(meeting)).map(rows -> rows.size() == 1);
  }

  /**
   * Puts a reminder off, longer each time, and keeps the reason.
   *
   * @return how often it was; 0 if it is not due any more
   */
  Future<Integer> putOff(Sql sql, String meeting, String reason) {
    return sql.query(PUT_OFF, Tuple.of(meeting, reason))
        .map(rows -> rows.size() == 0 ? 0 : rows.iterator().next().getInteger(0));
  }
}
