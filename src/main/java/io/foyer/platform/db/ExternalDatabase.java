package io.foyer.platform.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.function.Function;

/**
 * A PostgreSQL database that belongs to another program, such as Greenlight's: a small pool without
 * a schema, planner settings or migrations of ours. Its tables are named with their schema, or
 * found by the server's own search path. A statement ends after 8 s, waiting for a connection after
 * 5 s.
 *
 * <p>Nothing is prepared beyond one statement, so that it may be behind a pooler, and that a change
 * of its tables is seen at once.
 */
public final class ExternalDatabase implements Sql {
  /** The most that {@link PostgresConfig#poolSize} gives it: it is read and written by hand. */
  private static final int MOST_CONNECTIONS = 4;

  private final Pool pool;

  /**
   * A pool of connections that are opened when needed.
   *
   * @param name name of the database in metrics
   */
  public ExternalDatabase(Vertx vertx, PostgresConfig config, String name) {
    this.pool =
        Connections.pool(
            vertx,
            Connections.options(config, "foyer-external").setCachePreparedStatements(false),
            name,
            Math.min(config.poolSize(), MOST_CONNECTIONS));
  }

  @Override
  public Future<RowSet<Row>> query(String sql, Tuple parameters) {
    return pool.preparedQuery(sql).execute(parameters);
  }

  /** Runs {@code work} in one transaction; as {@link Database#transaction}. */
  public <T> Future<T> transaction(Function<Tx, Future<T>> work) {
    return Connections.transaction(pool, work);
  }

  /** Closes every connection. */
  public Future<Void> close() {
    return pool.close();
  }
}
