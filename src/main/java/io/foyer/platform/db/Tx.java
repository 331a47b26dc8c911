package io.foyer.platform.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * An open transaction. A method that takes one as a parameter writes atomically with its caller;
 * nothing is committed before the future of {@link Database#transaction} succeeds.
 */
public final class Tx implements Sql {
  private final SqlConnection connection;
  private @Nullable Throwable failure;

  Tx(SqlConnection connection) {
    this.connection = connection;
  }

  @Override
  public Future<RowSet<Row>> query(String sql, Tuple parameters) {
    return connection
        .preparedQuery(sql)
        .execute(parameters)
        .onFailure(
            cause -> {
              if (failure == null) {
                failure = cause;
              }
            });
  }

  /** PostgreSQL answers the COMMIT of a failed transaction with a silent rollback: not here. */
  Future<Void> commit() {
    Throwable cause = failure;
    return cause == null
        ? connection.query("COMMIT").execute().mapEmpty()
        : rollback().transform(done -> Future.failedFuture(cause));
  }

  /** The first failure: later statements only report that the transaction was aborted. */
  Throwable firstFailure(Throwable known) {
    Throwable first = failure;
    return first == null ? known : first;
  }

  Future<Void> rollback() {
    return connection.query("ROLLBACK").execute().mapEmpty();
  }
}
