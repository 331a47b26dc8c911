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
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.TrustManager;

/** Connection options, pools and transactions that all databases have in common. */
final class Connections {
  /** No statement of Foyer's needs longer; a connection that hangs is given up. */
  private static final String STATEMENT_TIMEOUT_MILLIS = "8000";

  /** A server that does not respond within its own statement timeout counts as disconnected. */
  private static final int SILENCE_SECONDS = 15;

  private Connections() {}

  static Pool pool(Vertx vertx, PgConnectOptions options, String name, int size) {
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

  /** Options without anything that only suits a schema of our own. */
  static PgConnectOptions options(PostgresConfig config, String applicationName) {
    PgConnectOptions options = plain(config, applicationName);
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

  private static PgConnectOptions plain(PostgresConfig config, String applicationName) {
    return new PgConnectOptions()
        .setHost(config.host())
        .setPort(config.port())
        .setDatabase(config.db())
        .setUser(config.user())
        .setPassword(config.password().reveal())
        .setSslMode(SslMode.of(config.ssl()))
        .addProperty("application_name", applicationName)
        .addProperty("statement_timeout", STATEMENT_TIMEOUT_MILLIS)
        .addProperty("idle_in_transaction_session_timeout", "15000");
  }

  static <T> Future<T> transaction(Pool pool, Function<Tx, Future<T>> work) {
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
}
