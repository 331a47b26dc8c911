package io.foyer.platform.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.function.Function;

/**
 * PostgreSQL connection pool and transactions. A transaction has committed when its future
 * succeeds, and not before; when it fails, it may still have committed if the response to COMMIT
 * was lost, so every write must be idempotent.
 */
public final class Database implements Sql {
  // Groups: two of bookings, four of messages. Pages of the log; what channels claim and record.
  private static final int STEADY_CONNECTIONS = 10 + Runtime.getRuntime().availableProcessors();

  /** What {@link #genericPlanPool} may have of all connections, in percent. */
  private static final int STEADY_SHARE = 43;

  private final PgConnectOptions options;
  private final Pool pool;
  private final Pool genericPlanPool;

  /**
   * Two pools that have {@link PostgresConfig#poolSize} connections together, opened when needed;
   * the smaller one is for {@link #genericPlanPool}.
   */
  public Database(Vertx vertx, PostgresConfig config) {
    this.options = ownOptions(config);
    int steady = steadyConnections(config.poolSize());
    this.pool = Connections.pool(vertx, options, "foyer", config.poolSize() - steady);
    this.genericPlanPool =
        Connections.pool(vertx, genericPlanOptions(options), "foyer-steady", steady);
  }

  private static int steadyConnections(int all) {
    return Math.clamp((long) all * STEADY_SHARE / 100, 1, STEADY_CONNECTIONS);
  }

  private static PgConnectOptions genericPlanOptions(PgConnectOptions options) {
    return new PgConnectOptions(options)
        .addProperty("plan_cache_mode", "force_generic_plan")
        .addProperty("enable_hashjoin", "off")
        .addProperty("enable_mergejoin", "off");
  }

  private static PgConnectOptions ownOptions(PostgresConfig config) {
    return Connections.options(config, "foyer")
        .setCachePreparedStatements(true)
        .setPreparedStatementCacheMaxSize(128)
        .addProperty("search_path", "foyer")
        // Queues are empty or full; a plan made for the one must not serve the other.
        .addProperty("plan_cache_mode", "force_custom_plan")
        // Queues are read from their oldest end by index. Statistics lag behind a queue that fills
        // and empties within seconds, and then a plan would collect and sort the whole of it.
        .addProperty("enable_bitmapscan", "off")
        .addProperty("enable_seqscan", "off")
        .addProperty("jit", "off");
  }

  PgConnectOptions options() {
    return options;
  }

  @Override
  public Future<RowSet<Row>> query(String sql, Tuple parameters) {
    return pool.preparedQuery(sql).execute(parameters);
  }

  /**
   * The same database for statements that run thousands of times a second. Their plan is made once
   * for each connection and whatever the tables hold: indexes and nested loops only. So they must
   * find each row by an index, and what they are given must be matched by position or by hashing.
   */
  public Sql genericPlanPool() {
    return (sql, parameters) -> genericPlanPool.preparedQuery(sql).execute(parameters);
  }

  /**
   * Runs {@code work} in one READ COMMITTED transaction and commits it. BEGIN travels with its
   * first statement, and statements it issues without waiting for each other travel together.
   *
   * @return what {@code work} returned, after the commit; any failure rolls back
   */
  public <T> Future<T> transaction(Function<Tx, Future<T>> work) {
    return Connections.transaction(pool, work);
  }

  /** The same on a connection of {@link #genericPlanPool}. */
  public <T> Future<T> genericPlanTransaction(Function<Tx, Future<T>> work) {
    return Connections.transaction(genericPlanPool, work);
  }

  /** Succeeds if the database answers. */
  public Future<Void> ping() {
    return pool.query("SELECT 1").execute().mapEmpty();
  }

  /** Notifies those who listen on {@code channel}, at once and outside of any transaction. */
  public Future<Void> notify(String channel, String payload) {
    return query("SELECT pg_notify($1, $2)", Tuple.of(channel, payload)).mapEmpty();
  }

  /** Closes every connection. */
  public Future<Void> close() {
    return Future.join(pool.close(), genericPlanPool.close()).mapEmpty();
  }
}
