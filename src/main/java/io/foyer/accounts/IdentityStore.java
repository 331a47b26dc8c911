package io.foyer.accounts;

import io.foyer.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads and writes external identities in the table {@code identities}. */
final class IdentityStore {
  private static final String SUBJECT =
      "SELECT subject FROM identities WHERE account_id = $1 AND provider = $2";

  private static final String REMOVE =
      "DELETE FROM identities WHERE account_id = $1 AND provider = $2";

  private static final String ADD =
      """
      INSERT INTO identities (provider, subject, account_id) VALUES ($2, $3, $1)
      ON CONFLICT DO NOTHING
      """;

  Future<Optional<String>> subject(Sql sql, String account, String provider) {
    return sql.query(SUBJECT, Tuple.of(account, provider))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(row -> row.getString(0)));
  }

  /** Whether it was there. */
  Future<Boolean> remove(Sql sql, String account, String provider) {
    return sql.query(REMOVE, Tuple.of(account, provider)).map(rows -> rows.rowCount() > 0);
  }

  /** Whether it is this account's now: not where it is another's. */
  Future<Boolean> add(Sql sql, String account, String provider, String subject) {
    return sql.query(ADD, Tuple.of(account, provider, subject)).map(rows -> rows.rowCount() == 1);
  }
}
