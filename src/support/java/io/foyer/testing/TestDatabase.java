package io.foyer.testing;

import io.foyer.platform.config.Secret;
import io.foyer.platform.db.PostgresConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A database of its own on the real server, empty at first, and the tester's view into it. */
public final class TestDatabase implements AutoCloseable {
  private final Services.Postgres server;
  private final String name;
  private final Connection connection;

  private TestDatabase(Services.Postgres server, String name, Connection connection) {
    this.server = server;
    this.name = name;
    this.connection = connection;
  }

  /** Creates {@code name}; one that was left behind by an earlier run is dropped first. */
  public static TestDatabase fresh(String name) {
    Services.Postgres server = Services.find().postgres();
    administer(server, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    administer(server, "CREATE DATABASE " + name);
    try {
      return new TestDatabase(server, name, connect(server, name));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connect(Services.Postgres server, String database) throws SQLException {
    Connection opened =
        DriverManager.getConnection(
            "jdbc:postgresql://%s:%d/%s".formatted(server.host(), server.port(), database),
            server.user(),
            server.password());
    opened.setSchema("foyer");
    return opened;
  }

  private static void administer(Services.Postgres server, String sql) {
    try (Connection admin = connect(server, server.database());
        var statement = admin.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** What the program is told about it. */
  public Map<String, String> environment() {
    return Map.of(
        "POSTGRES_HOST", server.host(),
        "POSTGRES_PORT", Integer.toString(server.port()),
        "POSTGRES_DB", name,
        "POSTGRES_USER", server.user(),
        "POSTGRES_PASSWORD", server.password());
  }

  /** The same as a record. */
  public PostgresConfig config() {
    return new PostgresConfig(
        server.host(),
        server.port(),
        name,
        server.user(),
        Secret.of(server.password()),
        8,
        "disable");
  }

  /** The server's password, to be looked for where it must not be. */
  public String password() {
    return server.password();
  }

  /** The first column of every row, as text; {@code null} members become "null". */
  public synchronized List<String> column(String sql, Object... parameters) {
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(1)));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The one value of a query that finds one row; "none" where it finds none. */
  public String text(String sql, Object... parameters) {
    List<String> values = column(sql, parameters);
    return values.isEmpty() ? "none" : values.getFirst();
  }

  /** The one number of a query such as {@code SELECT count(*)}. */
  public long number(String sql, Object... parameters) {
    return Long.parseLong(column(sql, parameters).getFirst());
  }

  /** Runs a statement; returns how many rows it changed. */
  public synchronized int execute(String sql, Object... parameters) {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  /** Holds a table's lock until the result is closed: nobody else writes it meanwhile. */
  public AutoCloseable lock(String table) throws SQLException {
    return lock(table, "EXCLUSIVE");
  }

  /** Reads a table in a transaction that is open until the result is closed, as a backup does. */
  public AutoCloseable reading(String table) throws SQLException {
    return lock(table, "ACCESS SHARE");
  }

  private AutoCloseable lock(String table, String mode) throws SQLException {
    Connection holder = connect(server, name);
    holder.setAutoCommit(false);
    try (var statement = holder.createStatement()) {
      statement.execute("LOCK TABLE " + table + " IN " + mode + " MODE");
    }
    return () -> {
      holder.rollback();
      holder.close();
    };
  }

  /** Cuts every connection of the program and lets in no other until the result is closed. */
  public synchronized AutoCloseable refusal() {
    administer(server, "ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
    column(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ? AND pid <> pg_backend_pid()",
        name);
    return () -> administer(server, "ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    administer(server, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }
}
