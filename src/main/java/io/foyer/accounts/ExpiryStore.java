package io.foyer.accounts;

import io.foyer.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/** Deletes expired sessions, tokens and log-in attempts. */
final class ExpiryStore {
  // Kept for a day, so that every node has loaded the revocations.
  private static final String SESSIONS =
      """
      DELETE FROM sessions WHERE id IN (
        SELECT id FROM sessions
        WHERE expires_at < now() - interval '1 day' OR revoked_at < now() - interval '1 day'
        LIMIT 10000)
      """;

  private static final String TICKETS =
      "DELETE FROM tickets WHERE expires_at < now() - interval '1 minute'";

  private static final String RESETS =
      "DELETE FROM password_resets WHERE expires_at < now() - interval '1 hour'";

  private static final String ATTEMPTS =
      """
      DELETE FROM login_attempts
      WHERE last_at < now() - interval '2 hours'
        AND (kind <> 'trusted_network' OR last_at < now() - interval '30 days')
      """;

  Future<Integer> sessions(Sql sql) {
    return delete(sql, SESSIONS);
  }

  Future<Integer> tickets(Sql sql) {
    return delete(sql, TICKETS);
  }

  Future<Integer> resets(Sql sql) {
    return delete(sql, RESETS);
  }

  Future<Integer> attempts(Sql sql) {
    return delete(sql, ATTEMPTS);
  }

  private static Future<Integer> delete(Sql sql, String statement) {
    return sql.query(statement, Tuple.tuple()).map(RowSet::rowCount);
  }
}
