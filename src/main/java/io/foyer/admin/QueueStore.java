package io.foyer.admin;

import io.foyer.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/** Measures the lengths and ages of the queues. */
final class QueueStore {
  // The oldest of each channel and kind by one step in its index: counting a backlog of a hundred
  // thousand would cost more than sending some thousands of them.
  private static final String MEASURE =
      """
      WITH RECURSIVE head AS (
        (SELECT channel, due_at FROM outbox WHERE status = 'pending'
         ORDER BY channel, due_at LIMIT 1)
        UNION ALL
        SELECT next.* FROM head, LATERAL (
          SELECT channel, due_at FROM outbox WHERE status = 'pending' AND channel > head.channel
          ORDER BY channel, due_at LIMIT 1) AS next
      ), first AS (
        (SELECT kind, due_at FROM jobs ORDER BY kind, due_at LIMIT 1)
        UNION ALL
        SELECT next.* FROM first, LATERAL (
          SELECT kind, due_at FROM jobs WHERE kind > first.kind
          ORDER BY kind, due_at LIMIT 1) AS next
      )
      SELECT
        (SELECT COALESCE(extract(epoch FROM now() - min(due_at)), 0)::float8
         FROM head WHERE due_at <= now()) AS oldest_unsent,
        (SELECT count(*) FROM outbox WHERE status = 'unknown') AS unknown,
        (SELECT count(*) FROM outbox WHERE status = 'failed') AS failed,
        (SELECT count(*) FROM quarantine) AS quarantined,
        (SELECT COALESCE(extract(epoch FROM now() - min(due_at)), 0)::float8
         FROM first WHERE due_at <= now()) AS oldest_due
      """;

  /**
   * A measurement; ages in seconds since the oldest item was due.
   *
   * @param quarantined deliveries that could not be parsed and that no dead-letter queue took
   */
  record Queues(
      double oldestUnsent, long unknown, long failed, long quarantined, double oldestDueJob) {}

  Future<Queues> measure(Sql sql) {
    return sql.query(MEASURE, Tuple.tuple())
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Queues(
                  row.getDouble(0),
                  row.getLong(1),
                  row.getLong(2),
                  row.getLong(3),
                  row.getDouble(4));
            });
  }
}
