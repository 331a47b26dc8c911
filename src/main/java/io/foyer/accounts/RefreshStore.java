package io.foyer.accounts;

import io.foyer.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Issues and rotates refresh tokens in the table {@code refresh_tokens}. */
final class RefreshStore {
  private static final String ADD = "INSERT INTO refresh_tokens (hash, session_id) VALUES ($1, $2)";

  // One statement: of many at once the first takes the row, the others find it used when they get
  // its lock. Ending a session waits for the lock on its row, and the other way round.
  private static final String ROTATE =
      """
      WITH used AS (
        UPDATE refresh_tokens SET used_at = clock_timestamp()
        WHERE hash = $1 AND used_at IS NULL RETURNING session_id
      ), alive AS (
        UPDATE sessions s SET seen_at = now() FROM used
        WHERE s.id = used.session_id AND s.revoked_at IS NULL AND s.expires_at > now()
        RETURNING s.*
      ), follower AS (
        INSERT INTO refresh_tokens (hash, session_id) SELECT $2, id FROM alive
      )
      SELECT
      """
          + AccountStore.COLUMNS
          + ", "
          + SessionStore.COLUMNS
          + "FROM alive s JOIN accounts a ON a.id = s.account_id AND a.disabled_at IS NULL";

  private static final String USED =
      """
      SELECT s.id, s.account_id, t.used_at > clock_timestamp() - make_interval(secs => $2) AS just_now
      FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
      WHERE t.hash = $1 AND t.used_at IS NOT NULL AND s.revoked_at IS NULL AND s.expires_at > now()
      """;

  /** The session after a token rotation. */
  record Rotated(Account account, Session session) {}

  /**
   * A reused token of an active session.
   *
   * @param justNow whether a concurrent request explains the reuse
   */
  record Used(String session, String account, boolean justNow) {}

  Future<Void> add(Sql sql, Buffer hash, String session) {
    return sql.query(ADD, Tuple.of(hash, session)).mapEmpty();
  }

  /** Uses up one token and adds the next; empty where it is not good. */
  Future<Optional<Rotated>> rotate(Sql sql, Buffer hash, Buffer next) {
    return sql.query(ROTATE, Tuple.of(hash, next))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(row -> new Rotated(AccountStore.account(row), SessionStore.session(row))));
  }

  Future<Optional<Used>> used(Sql sql, Buffer hash, Duration parallel) {
    return sql.query(USED, Tuple.of(hash, parallel.toMillis() / 1000.0))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(RefreshStore::used));
  }

  private static Used used(Row row) {
    return new Used(row.getString("id"), row.getString("account_id"), row.getBoolean("just_now"));
  }
}
