package io.foyer.platform.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.TrustManager;

/**
 * PostgreSQL connection pool and transactions. A transaction has committed when its future
 * succeeds, and not before; when it fails, it may still have committed if the response to COMMIT
 * was lost, so every write must be idempotent.
 */
public final class Database implements Sql {
  /** No statement of Foyer's needs longer; a connection that hangs is given up. */
  private static final String STATEMENT_TIMEOUT_MILLIS = "8000";

  /** A server that does not respond within its own statement timeout counts as disconnected. */
  private static final int SILENCE_SECONDS = 15;

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
    this.options = connectOptions(config);
    int steady = steadyConnections(config.poolSize());
    this.pool = pool(vertx, options, "foyer", config.poolSize() - steady);
    this.genericPlanPool = pool(vertx, genericPlanOptions(options), "foyer-steady", steady);
  }

  private static int steadyConnections(int all) {
    return Math.clamp(all * STEADY_SHARE / 100L, 1, STEADY_CONNECTIONS);
  }

  private static Pool pool(Vertx vertx, PgConnectOptions options, String name, int size) {
    return PgBuilder.pool()
        .connectingTo(options)
        .with(new NetClientOptions().setReadIdleTimeout(SILENCE_SECONDS))
        .with(
            new PoolOptions()
                .setMaxSize(size)
                .setShared(true)
                .setName(name)
                .setEventLoopSize(0)
                .setConnectionTimeout(5)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout(10)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxWaitQueueSize(10_000))
        .using(vertx)
        .build();
  }

  private static PgConnectOptions genericPlanOptions(PgConnectOptions options) {
    return new PgConnectOptions(options)
        .addProperty("plan_cache_mode", "force_generic_plan")
        .addProperty("enable_hashjoin", "off")
        .addProperty("enable_mergejoin", "off");
  }

  private static PgConnectOptions connectOptions(PostgresConfig config) {
    PgConnectOptions options = plainOptions(config);
    if (!config.ssl().equals("disable")) {
      options.setSslOptions(tls(config));
    }
    return options;
  }

  private static ClientSSLOptions tls(PostgresConfig config) {
    ClientSSLOptions options =
        new ClientSSLOptions()
            .setTrustAll(!config.verifies())
            .setHostnameVerificationAlgorithm(config.verifiesName() ? "HTTPS" : "");
    return config.verifies() ? options.setTrustOptions(trust(config)) : options;
  }

  private static TrustOptions trust(PostgresConfig config) {
    try {
      TrustManager[] managers =
          VerifyingSocketFactory.trust(config.sslCa().orElse(null)).getTrustManagers();
      return TrustOptions.wrap(managers[0]);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("postgres.ssl_ca: " + e.getMessage(), e);
    }
  }

  private static PgConnectOptions plainOptions(PostgresConfig config) {
    return new PgConnectOptions()
        .setHost(config.host())
        .setPort(config.port())
        .setDatabase(config.db())
        .setUser(config.user())
        .setPassword(config.password().reveal())
        .setSslMode(SslMode.of(config.ssl()))
        .setCachePreparedStatements(true)
        .setPreparedStatementCacheMaxSize(128)
        .addProperty("application_name", "foyer")
        .addProperty("search_path", "foyer")
        // Queues are empty or full; a plan made for the one must not serve the other.
        .addProperty("plan_cache_mode", "force_custom_plan")
        // Queues are read from their oldest end by index. Statistics lag behind a queue that fills
        // and empties within seconds, and then a plan would collect and sort the whole of it.
        .addProperty("enable_bitmapscan", "off")
        .addProperty("enable_seqscan", "off")
        .addProperty("jit", "off")
        .addProperty("statement_timeout", STATEMENT_TIMEOUT_MILLIS)
        .addProperty("idle_in_transaction_session_timeout", "15000");
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
    return transaction(pool, work);
  }

  /** The same on a connection of {@link #genericPlanPool}. */
  public <T> Future<T> genericPlanTransaction(Function<Tx, Future<T>> work) {
    return transaction(genericPlanPool, work);
  }

  private static <T> Future<T> transaction(Pool pool, Function<Tx, Future<T>> work) {
    return pool.getConnection()
        .compose(
            connection ->
                run(connection, work).eventually(() -> connection.close().otherwiseEmpty()));
  }

  private static <T> Future<T> run(SqlConnection connection, Function<Tx, Future<T>> work) {
    Tx tx = new Tx(connection);
    Future<?> begun = connection.query("BEGIN").execute();
    return Future.succeededFuture(tx)
        .compose(work)
        .compose(
            result -> begun.compose(done -> tx.commit()).map(result),
            cause -> tx.rollback().transform(done -> Future.failedFuture(tx.firstFailure(cause))));
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
