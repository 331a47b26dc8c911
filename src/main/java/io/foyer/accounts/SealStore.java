package io.foyer.accounts;

import io.foyer.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;

/** The table {@code token_signing_key}. */
final class SealStore {
  // Whoever comes first gives the key; who comes later, or at the same moment, gets that one.
  private static final String KEY =
      """
      INSERT INTO token_signing_key AS s (one, key) VALUES (true, $1)
      ON CONFLICT (one) DO UPDATE SET key = s.key
      RETURNING key
      """;

  /** The key of the house; {@code suggested} where it has none yet. */
  Future<Buffer> key(Sql sql, Buffer suggested) {
    return sql.query(KEY, Tuple.of(suggested)).map(rows -> rows.iterator().next().getBuffer("key"));
  }
}
