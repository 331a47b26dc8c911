package io.foyer.platform.db;

import java.security.cert.CertificateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Migrates schema {@code foyer} to this program's version. Blocking. A lock lets one instance
 * migrate while the others wait: any number may start at once on an empty database.
 */
public final class Migrations {
  /** Any number that nothing else in the database locks; "foyer" in ASCII. */
  private static final long LOCK = 0x666f796572L;

  /** The history names other migrations than ours, or there are tables without a history. */
  private static final Set<ErrorCode> FOREIGN_TABLES =
      Set.of(
          CoreErrorCode.VALIDATE_ERROR,
          CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE);

  private static final int CONNECT_SECONDS = 10;

  /** The driver's state for a server that has no TLS where it must have. */
  private static final String REJECTED = "08004";

  private final PostgresConfig config;

  public Migrations(PostgresConfig config) {
    this.config = config;
  }

  /**
   * Runs what has not run yet.
   *
   * @return the version the schema is at now
   * @throws SQLException if the server cannot be reached or refuses
   * @throws SchemaException if the tables were not created by these migrations
   */
  public String migrate() throws SQLException {
    try (Connection connection = source().getConnection();
        PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_lock(?)")) {
      lock.setLong(1, LOCK);
      lock.execute();
      var result = run();
      return result.targetSchemaVersion == null
          ? String.valueOf(result.initialSchemaVersion)
          : result.targetSchemaVersion;
    }
  }

  private MigrateResult run() throws SQLException {
    try {
      return flyway().load().migrate();
    } catch (FlywayException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      if (FOREIGN_TABLES.contains(e.getErrorCode())) {
        throw new SchemaException(
            "schema foyer of database %s holds the tables of another build of Foyer"
                .formatted(config.db()),
            e);
      }
      throw e;
    }
  }

  /**
   * Whether a failure may pass by itself: the server is away, starting or full (SQLSTATE classes
   * 08, 53 and 57), rather than refusing us or having a certificate that we refuse.
   */
  public static boolean worthWaiting(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    boolean away = state.startsWith("08") || state.startsWith("53") || state.startsWith("57");
    return away && !state.equals(REJECTED) && !isCertificateRefused(failure);
  }

  private static boolean isCertificateRefused(SQLException failure) {
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(CertificateException.class::isInstance);
  }

  private FluentConfiguration flyway() {
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(source())
        .defaultSchema("foyer")
        .schemas("foyer")
        .createSchemas(true)
        .locations("classpath:db/migration")
        .failOnMissingLocations(true)
        .ignoreMigrationPatterns("*:future")
        .connectRetries(0);
  }

  private DataSource source() {
    PGSimpleDataSource source = BlockingSession.source(config);
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setApplicationName("foyer-migrate");
    return source;
  }
}
