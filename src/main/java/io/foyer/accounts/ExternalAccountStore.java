package io.foyer.accounts;

import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Reads and writes accounts with an external identity (tables {@code accounts} and {@code
 * identities}).
 */
final class ExternalAccountStore {
  private static final String FIND =
      "SELECT "
          + AccountStore.COLUMNS
          + """
          FROM identities i JOIN accounts a ON a.id = i.account_id
          WHERE i.provider = $1 AND i.subject = $2
          """;

  private static final String LOCK =
      """
      SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended($1::text || ' ' || $2::text, 0))) AS locked
      """;

  // No hash is '!', so no password opens it; the address is nobody's (RFC 2606) and unique.
  private static final String MAKE =
      """
      WITH made AS (
        INSERT INTO accounts
          (id, handle, handle_key, email, email_key, name, name_key, about, role, password_hash)
        VALUES ($1::text, $2, $3, $1::text || '@foyer.invalid', $1::text || '@foyer.invalid', $4, $5, $6, $7, '!')
        ON CONFLICT DO NOTHING
        RETURNING id)
      INSERT INTO identities (provider, subject, account_id) SELECT $8, $9, id FROM made
      """;

  private static final String CHANGE =
      """
      UPDATE accounts
      SET name = $2, name_key = $3, about = $4, role = $5::text, changed_at = now(),
          security_version = security_version + CASE WHEN role = $5::text THEN 0 ELSE 1 END
      WHERE id = $1
      """;

  Future<Optional<Account>> find(Sql sql, String provider, String subject) {
    return sql.query(FIND, Tuple.of(provider, subject))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(AccountStore::account));
  }

  /** Locks the account of this user until the end of the transaction. */
  Future<Void> lock(Tx tx, String provider, String subject) {
    return tx.query(LOCK, Tuple.of(provider, subject)).mapEmpty();
  }

  /** Whether it was made: not where the handle is taken. */
  Future<Boolean> make(
      Tx tx, String id, Handle handle, String provider, ExternalUser externalUser) {
    String name = externalUser.name().isBlank() ? handle.text() : externalUser.name();
    Tuple parameters =
        Tuple.tuple()
            .addString(id)
            .addString(handle.text())
            .addString(handle.key())
            .addString(name)
            .addString(Folding.key(name))
            .addString(externalUser.about())
            .addString(externalUser.role().wire())
            .addString(provider)
            .addString(externalUser.subject());
    return tx.query(MAKE, parameters).map(rows -> rows.rowCount() == 1);
  }

  /** Follows the other system. */
  Future<Void> change(Tx tx, String id, String name, ExternalUser externalUser) {
    return tx.query(
            CHANGE,
            Tuple.of(id, name, Folding.key(name), externalUser.about(), externalUser.role().wire()))
        .mapEmpty();
  }
}
