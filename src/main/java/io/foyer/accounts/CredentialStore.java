package io.foyer.accounts;

import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Reads and writes password hashes (table {@code accounts}) and password reset tokens (table {@code
 * password_resets}).
 */
final class CredentialStore {
  private static final String BY_LOGIN =
      """
      SELECT id, password_hash, security_version, disabled_at IS NOT NULL AS disabled
      FROM accounts WHERE handle_key = $1 OR email_key = $1
      """;

  private static final String BY_ID =
      """
      SELECT id, password_hash, security_version, disabled_at IS NOT NULL AS disabled
      FROM accounts WHERE id = $1
      """;

  private static final String REPLACE =
      """
      UPDATE accounts
      SET password_hash = $3, security_version = security_version + 1, changed_at = now()
      WHERE id = $1 AND security_version = $2
      """;

  private static final String SET =
      """
      UPDATE accounts
      SET password_hash = $2, security_version = security_version + 1, changed_at = now()
      WHERE id = $1
      """;

  private static final String REHASH =
      "UPDATE accounts SET password_hash = $3 WHERE id = $1 AND security_version = $2";

  // Three letters an hour are enough for anybody, and no way to fill somebody's mailbox. Each has
  // its slot, which the table has once: of many that ask at the same moment, and see the same
  // slot free, one gets it. The others send nothing, and that is meant: each letter opens the same
  // door, one is on its way, and who did not get it may ask again.
  private static final String ASK_RESET =
      """
      INSERT INTO password_resets AS r (hash, account_id, slot, expires_at)
      SELECT $1, a.id, free.slot, now() + interval '1 hour'
      FROM accounts a CROSS JOIN LATERAL (
        SELECT slot FROM generate_series(1, 3) AS slot
        WHERE NOT EXISTS (SELECT FROM password_resets p
                          WHERE p.account_id = a.id AND p.slot = slot.slot
                            AND p.created_at > now() - interval '1 hour')
        ORDER BY slot LIMIT 1) AS free
      WHERE a.email_key = $2 AND a.disabled_at IS NULL
      ON CONFLICT (account_id, slot) DO UPDATE
        SET hash = excluded.hash, created_at = now(), expires_at = excluded.expires_at
        WHERE r.created_at <= now() - interval '1 hour'
      RETURNING account_id
      """;

  // After DROP_RESETS in the same transaction: every slot is free.
  private static final String MAKE_RESET =
      """
      INSERT INTO password_resets (hash, account_id, slot, expires_at)
      SELECT $1, id, 1, now() + interval '1 hour'
      FROM accounts WHERE id = $2 AND disabled_at IS NULL
      ON CONFLICT (account_id, slot) DO UPDATE
        SET hash = excluded.hash, created_at = now(), expires_at = excluded.expires_at
      RETURNING expires_at
      """;

  private static final String THERE = "SELECT 1";

  private static final String RESET_OPEN =
      "SELECT account_id FROM password_resets WHERE hash = $1 AND expires_at > now()";

  private static final String USE_RESET =
      """
      DELETE FROM password_resets WHERE hash = $1 AND expires_at > now() RETURNING account_id
      """;

  private static final String UNCHANGED =
      """
      SELECT 1 FROM accounts
      WHERE id = $1 AND security_version = $2 AND disabled_at IS NULL FOR UPDATE
      """;

  private static final String DROP_RESETS = "DELETE FROM password_resets WHERE account_id = $1";

  /** Stored password hash that a log-in is verified against. */
  record Credential(String account, String passwordHash, long version, boolean disabled) {}

  Future<Optional<Credential>> byLogin(Sql sql, String key) {
    return sql.query(BY_LOGIN, Tuple.of(key)).map(CredentialStore::credential);
  }

  Future<Optional<Credential>> byId(Sql sql, String id) {
    return sql.query(BY_ID, Tuple.of(id)).map(CredentialStore::credential);
  }

  private static Optional<Credential> credential(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .findFirst()
        .map(
            row ->
                new Credential(
                    row.getString("id"),
                    row.getString("password_hash"),
                    row.getLong("security_version"),
                    row.getBoolean("disabled")));
  }

  /** Sets a new password, unless it was changed meanwhile (optimistic lock). */
  Future<Boolean> replace(Sql sql, Credential old, String passwordHash) {
    return sql.query(REPLACE, Tuple.of(old.account(), old.version(), passwordHash))
        .map(rows -> rows.rowCount() == 1);
  }

  /** A new password, whatever it was. */
  Future<Void> set(Sql sql, String id, String passwordHash) {
    return sql.query(SET, Tuple.of(id, passwordHash)).mapEmpty();
  }

  /** A better hash of the same password. */
  Future<Void> rehash(Sql sql, Credential old, String passwordHash) {
    return sql.query(REHASH, Tuple.of(old.account(), old.version(), passwordHash)).mapEmpty();
  }

  /** Asks the database for nothing but whether it is there. */
  Future<Void> there(Sql sql) {
    return sql.query(THERE, Tuple.tuple()).mapEmpty();
  }

  /** Keeps a reset; the account it is for, where one may have it. */
  Future<Optional<String>> askReset(Sql sql, Buffer hash, String emailKey) {
    return sql.query(ASK_RESET, Tuple.of(hash, emailKey)).map(CredentialStore::account);
  }

  /** Keeps the only reset of an account; returns its end, or empty where none may have one. */
  Future<Optional<Instant>> makeReset(Tx tx, Buffer hash, String id) {
    return dropResets(tx, id)
        .compose(dropped -> tx.query(MAKE_RESET, Tuple.of(hash, id)))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(row -> row.getOffsetDateTime("expires_at").toInstant()));
  }

  Future<Optional<String>> resetOpen(Sql sql, Buffer hash) {
    return sql.query(RESET_OPEN, Tuple.of(hash)).map(CredentialStore::account);
  }

  Future<Optional<String>> useReset(Sql sql, Buffer hash) {
    return sql.query(USE_RESET, Tuple.of(hash)).map(CredentialStore::account);
  }

  /** Whether it still counts; then it does to the end of the transaction. */
  Future<Boolean> unchanged(Sql sql, Credential it) {
    return sql.query(UNCHANGED, Tuple.of(it.account(), it.version()))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Earlier letters open nothing once the password or the address was changed. */
  Future<Void> dropResets(Sql sql, String id) {
    return sql.query(DROP_RESETS, Tuple.of(id)).mapEmpty();
  }

  private static Optional<String> account(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .findFirst()
        .map(row -> row.getString("account_id"));
  }
}
