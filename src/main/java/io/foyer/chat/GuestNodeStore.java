package io.foyer.chat;

import io.foyer.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/** Records the heartbeats of nodes with guests in the table {@code chat_nodes}. */
final class GuestNodeStore {
  private static final String ARRIVE =
      """
      INSERT INTO chat_nodes (node) VALUES ($1) ON CONFLICT (node) DO NOTHING
      """;

  private static final String BEAT =
      """
      UPDATE chat_nodes SET seen_at = now() WHERE node = $1
      """;

  private static final String BURY =
      """
      DELETE FROM chat_nodes WHERE seen_at < now() - $1::bigint * interval '1 millisecond'
      """;

  private static final String LEAVE =
      """
      DELETE FROM chat_nodes WHERE node = $1
      """;

  Future<Void> arrive(Sql sql, String node) {
    return sql.query(ARRIVE, Tuple.of(node)).mapEmpty();
  }

  /** Whether it still counts as alive. */
  Future<Boolean> beat(Sql sql, String node) {
    return sql.query(BEAT, Tuple.of(node)).map(rows -> rows.rowCount() == 1);
  }

  /** Declares those dead that have not beaten for so long. */
  Future<Void> bury(Sql sql, Duration silence) {
    return sql.query(BURY, Tuple.of(silence.toMillis())).mapEmpty();
  }

  Future<Void> leave(Sql sql, String node) {
    return sql.query(LEAVE, Tuple.of(node)).mapEmpty();
  }
}
