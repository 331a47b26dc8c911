package io.foyer.platform.db.embedded;

import io.foyer.platform.config.Secret;
import io.foyer.platform.db.PostgresConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the tests ask a server, by JDBC. */
record JdbcProbe(PostgresConfig config) {
  JdbcProbe with(String password) {
    return new JdbcProbe(LoginProbe.config(config.port(), Secret.of(password)));
  }

  void run(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  String ask(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  Connection connect() throws SQLException {
    String url = "jdbc:postgresql://%s:%d/%s".formatted(config.host(), config.port(), config.db());
    return DriverManager.getConnection(url, config.user(), config.password().reveal());
  }
}
