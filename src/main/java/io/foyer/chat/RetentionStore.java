package io.foyer.chat;

import io.foyer.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/** Deletes old events of the room logs. Idempotency keys are kept. */
final class RetentionStore {
  // Only what follows the beginning without a gap goes, so that first_seq says it all.
  private static final String FORGET =
      """
      WITH old AS MATERIALIZED (
        SELECT h.room_id, h.first_seq, h.last_seq
        FROM room_heads h JOIN chat_events e ON e.room_id = h.room_id AND e.seq = h.first_seq
        WHERE e.at < now() - $1::float8 * interval '1 second'
        LIMIT 50 FOR NO KEY UPDATE OF h SKIP LOCKED
      ), upto AS MATERIALIZED (
        SELECT old.room_id, COALESCE(
                 (SELECT min(seq) FROM (
                    SELECT e.seq, e.at FROM chat_events e
                    WHERE e.room_id = old.room_id AND e.seq >= old.first_seq
                    ORDER BY e.seq LIMIT 1000) AS oldest
                  WHERE at >= now() - $1::float8 * interval '1 second'),
                 LEAST(old.first_seq + 1000, old.last_seq + 1)) AS seq
        FROM old
      ), moved AS (
        UPDATE room_heads h SET first_seq = upto.seq FROM upto WHERE h.room_id = upto.room_id
      )
      DELETE FROM chat_events e USING upto WHERE e.room_id = upto.room_id AND e.seq < upto.seq
      """;

  /** Deletes some events that are older; returns how many. */
  Future<Integer> forget(Sql sql, Duration retention) {
    return sql.query(FORGET, Tuple.of((double) retention.toSeconds())).map(RowSet::rowCount);
  }
}
