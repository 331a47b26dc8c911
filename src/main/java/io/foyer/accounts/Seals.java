package io.foyer.accounts;

import io.foyer.platform.db.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** The house's one {@link Seal}, whose key all nodes have from the table {@code token_seal}. */
final class Seals {
  // Whoever comes first gives the key; who comes later, or at the same moment, gets that one.
  private static final String KEY =
      """
      INSERT INTO token_seal AS s (one, key) VALUES (true, $1)
      ON CONFLICT (one) DO UPDATE SET key = s.key
      RETURNING key
      """;

  private final Database database;
  private volatile Optional<Seal> known = Optional.empty();

  Seals(Database database) {
    this.database = database;
  }

  /** Read once; fails only while the database is away before that. */
  Future<Seal> get() {
    return known.map(Future::succeededFuture).orElseGet(this::read);
  }

  private Future<Seal> read() {
    return database
        .query(KEY, Tuple.of(Buffer.buffer(Seal.newKey())))
        .map(rows -> new Seal(rows.iterator().next().getBuffer("key").getBytes()))
        .onSuccess(seal -> known = Optional.of(seal));
  }
}
