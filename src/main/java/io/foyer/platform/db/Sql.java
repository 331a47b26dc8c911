package io.foyer.platform.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/** Runs SQL statements: on the pool, or in a transaction. */
public interface Sql {
  /**
   * Runs one statement.
   *
   * @param sql a constant; input travels in {@code parameters} only
   * @return its rows; fails with the client's exception, see {@link DatabaseFailure#of}
   */
  Future<RowSet<Row>> query(String sql, Tuple parameters);
}
