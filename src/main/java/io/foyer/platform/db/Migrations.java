package io.foyer.platform.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;

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
    try (Connection connection = DriverManager.getConnection(url(), properties());
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
   * 08, 53 and 57), rather than refusing us.
   */
  public static boolean worthWaiting(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith("08") || state.startsWith("53") || state.startsWith("57");
  }

  private FluentConfiguration flyway() {
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(url(), config.user(), config.password().reveal())
        .defaultSchema("foyer")
        .schemas("foyer")
        .createSchemas(true)
        .locations("classpath:db/migration")
        .failOnMissingLocations(true)
        .ignoreMigrationPatterns("*:future")
        .connectRetries(0);
  }

  private String url() {
    return "jdbc:postgresql://%s:%d/%s?sslmode=%s"
        .formatted(config.host(), config.port(), config.db(), config.ssl());
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", config.user());
    properties.setProperty("password", config.password().reveal());
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("ApplicationName", "foyer-migrate");
    return properties;
  }
}
