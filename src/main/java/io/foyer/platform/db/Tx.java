package io.foyer.platform.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * A transaction under way. Whoever takes one as a parameter writes atomically with its caller; none
 * of its statements counts before {@link Database#transaction} returns.
 */
public final class Tx implements Sql {
  private final SqlConnection connection;

  Tx(SqlConnection connection) {
    this.connection = connection;
  }

  @Override
  public Future<RowSet<Row>> query(String sql, Tuple parameters) {
    return connection.preparedQuery(sql).execute(parameters);
  }
}
