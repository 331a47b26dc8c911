package io.foyer.platform.db.embedded;

import io.foyer.platform.config.Secret;
import io.foyer.platform.db.BlockingSession;
import io.foyer.platform.db.PostgresConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** Checks whether the server on a port accepts our password. */
final class LoginProbe {
  static final String USER = "postgres";
  private static final int POOL_SIZE = 28;

  private LoginProbe() {}

  /** Result of a probe. */
  enum Answer {
    WELCOME,
    /** It does not know our password. */
    REFUSED,
    /** No server, or one that is starting up or shutting down. */
    NOT_NOW
  }

  static PostgresConfig config(int port, Secret password) {
    return new PostgresConfig(
        "127.0.0.1", port, "postgres", USER, password, POOL_SIZE, "disable", Optional.empty());
  }

  static Answer attempt(PostgresConfig config) {
    PGSimpleDataSource source = BlockingSession.source(config);
    source.setGssEncMode("disable");
    source.setConnectTimeout(2);
    source.setSocketTimeout(5);
    try (Connection connection = source.getConnection()) {
      return connection.isValid(5) ? Answer.WELCOME : Answer.NOT_NOW;
    } catch (SQLException e) {
      String state = e.getSQLState();
      return state != null && state.startsWith("28") ? Answer.REFUSED : Answer.NOT_NOW;
    }
  }
}
