package io.foyer.testing;

import io.foyer.platform.config.Secret;
import io.foyer.platform.db.BlockingSession;
import io.foyer.platform.db.Migrations;
import io.foyer.platform.db.PostgresConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A database of a test's own on the real server, with Foyer's schema; dropped at the end. */
public final class FreshDatabase implements AutoCloseable {
  private final PostgresConfig server;
  private final PostgresConfig config;

  private FreshDatabase(PostgresConfig server, PostgresConfig config) {
    this.server = server;
    this.config = config;
  }

  /** Makes one. */
  public static FreshDatabase create() throws SQLException {
    Services.Postgres found = Services.find().postgres();
    String name = "foyer_" + UUID.randomUUID().toString().replace("-", "");
    PostgresConfig server = config(found);
    run(server, "CREATE DATABASE " + name);
    FreshDatabase database = new FreshDatabase(server, config(found.withDatabase(name)));
    new Migrations(database.config).migrate();
    return database;
  }

  private static PostgresConfig config(Services.Postgres it) {
    return new PostgresConfig(
        it.host(), it.port(), it.database(), it.user(), Secret.of(it.password()), 4, "disable");
  }

  /** How to reach it. */
  public PostgresConfig config() {
    return config;
  }

  /** Runs statements, in schema {@code foyer}. */
  public void run(String sql) throws SQLException {
    run(config, sql);
  }

  /** The first column of the first row; {@code null} is the text "null". */
  public String ask(String sql) throws SQLException {
    try (Connection connection = BlockingSession.open(config, "foyer-test");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "no row";
    }
  }

  private static void run(PostgresConfig config, String sql) throws SQLException {
    try (Connection connection = BlockingSession.open(config, "foyer-test");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    run(server, "DROP DATABASE " + config.db() + " WITH (FORCE)");
  }
}
