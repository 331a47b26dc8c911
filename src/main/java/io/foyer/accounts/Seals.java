package io.foyer.accounts;

import io.foyer.platform.db.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** The house's one {@link Seal}, whose key all nodes share. */
final class Seals {
  private final SealStore store = new SealStore();
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
    return store
        .key(database, Buffer.buffer(Seal.newKey()))
        .map(key -> new Seal(key.getBytes()))
        .onSuccess(seal -> known = Optional.of(seal));
  }
}
