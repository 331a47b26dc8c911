package io.foyer.admin;

import io.foyer.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/** Counts what waits for an administrator, by indexes of what went wrong only. */
final class AttentionStore {
  private static final String COUNT =
      """
      SELECT (SELECT count(*) FROM outbox WHERE status = 'failed') AS failed,
             (SELECT count(*) FROM outbox WHERE status = 'unknown') AS unknown,
             (SELECT count(*) FROM quarantine) AS deliveries,
             (SELECT COALESCE(sum(quarantined), 0)::bigint FROM feeds) AS feed_messages
      """;

  /** {@code {failedMessages, unknownMessages, quarantinedDeliveries, quarantinedFeedMessages}}. */
  Future<JsonObject> count(Sql sql) {
    return sql.query(COUNT, Tuple.tuple())
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new JsonObject()
                  .put("failedMessages", row.getLong("failed"))
                  .put("unknownMessages", row.getLong("unknown"))
                  .put("quarantinedDeliveries", row.getLong("deliveries"))
                  .put("quarantinedFeedMessages", row.getLong("feed_messages"));
            });
  }
}
