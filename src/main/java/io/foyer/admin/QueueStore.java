package io.foyer.admin;

import io.foyer.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/** How full the queues are. */
final class QueueStore {
  private static final String MEASURE =
      """
      SELECT
        (SELECT COALESCE(extract(epoch FROM now() - min(created_at)), 0)::float8
         FROM outbox WHERE status = 'pending' AND due_at <= now()) AS oldest_unsent,
        (SELECT count(*) FROM outbox WHERE status = 'unknown') AS unknown,
        (SELECT count(*) FROM outbox WHERE status = 'failed') AS failed,
        (SELECT count(*) FROM quarantine) AS quarantined,
        (SELECT COALESCE(extract(epoch FROM now() - min(due_at)), 0)::float8
         FROM jobs WHERE due_at <= now()) AS oldest_due
      """;

  /**
   * One measurement; ages in seconds.
   *
   * @param quarantined messages that no door could read and no dead-letter queue took
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
