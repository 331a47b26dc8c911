package io.foyer.platform.db;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Blocking JDBC connection for commands that move whole tables: no statement timeout, schema {@code
 * foyer}. Everything else uses {@link Database}.
 */
public final class BlockingSession {
  private static final int CONNECT_SECONDS = 10;

  private BlockingSession() {}

  /**
   * Opens a connection; the caller closes it.
   *
   * @param purpose what the server shows it as
   * @throws SQLException if the server cannot be reached or refuses
   */
  public static Connection open(PostgresConfig config, String purpose) throws SQLException {
    PGSimpleDataSource source = source(config);
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setApplicationName(purpose);
    source.setCurrentSchema("foyer");
    return source.getConnection();
  }

  /** Data source for this database, with the driver's default timeouts. */
  public static PGSimpleDataSource source(PostgresConfig config) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {config.host()});
    source.setPortNumbers(new int[] {config.port()});
    source.setDatabaseName(config.db());
    source.setUser(config.user());
    source.setPassword(config.password().reveal());
    source.setSslMode(config.ssl());
    if (config.verifies()) {
      source.setSslfactory(VerifyingSocketFactory.class.getName());
      config.sslCa().ifPresent(ca -> source.setSslRootCert(ca.toString()));
    }
    return source;
  }
}
