package io.foyer.testing;

import io.foyer.platform.config.Secret;
import io.foyer.platform.db.BlockingSession;
import io.foyer.platform.db.PostgresConfig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A database of one test's own on the real server, read and written by plain JDBC, past Foyer and
 * in schema {@code foyer}; dropped at the end.
 */
public final class TestDatabase implements AutoCloseable {
  private static final int POOL = 14;
  private static final int ALIVE_SECONDS = 5;

  private final Services.Postgres server;
  private final Services.Postgres address;
  private @Nullable Connection kept;

  private TestDatabase(Services.Postgres server, String name) {
    this.server = server;
    this.address = server.withDatabase(name);
  }

  /** Reads one row. */
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Creates a database with Foyer's schema; {@code label} is a part of its name. */
  public static TestDatabase migrated(String label) {
    Services.Postgres server = Services.find().postgres();
    String name = name(label);
    // The default strategy of PostgreSQL 15, WAL_LOG, needs no checkpoint: 0.2 s instead of 0.9 s.
    administer(
        server,
        admin ->
            "CREATE DATABASE %s TEMPLATE %s".formatted(name, TemplateDatabase.name(server, admin)));
    return new TestDatabase(server, name);
  }

  /** Creates a database without any schema, for tests of the migrations and of a first start. */
  public static TestDatabase empty(String label) {
    Services.Postgres server = Services.find().postgres();
    String name = name(label);
    administer(server, admin -> "CREATE DATABASE " + name);
    return new TestDatabase(server, name);
  }

  private static String name(String label) {
    return "foyer_" + label + "_" + UUID.randomUUID().toString().substring(24);
  }

  static PostgresConfig config(Services.Postgres it) {
    return new PostgresConfig(
        it.host(),
        it.port(),
        it.database(),
        it.user(),
        Secret.of(it.password()),
        POOL,
        "disable",
        Optional.empty());
  }

  /** What is done to the server as a whole. */
  private interface Administration {
    String statement(Statement admin) throws SQLException;
  }

  private static void administer(Services.Postgres server, Administration administration) {
    try (Connection connection = open(server);
        Statement admin = connection.createStatement()) {
      admin.execute(administration.statement(admin));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection open(Services.Postgres where) throws SQLException {
    return BlockingSession.open(config(where), "foyer-test");
  }

  private Connection open() throws SQLException {
    return open(address);
  }

  /** One connection for all questions, opened again after the server or this test has ended it. */
  private Connection connection() throws SQLException {
    Connection connection = kept;
    if (connection == null || !connection.isValid(ALIVE_SECONDS)) {
      disconnect();
      connection = open();
      kept = connection;
    }
    return connection;
  }

  private synchronized void disconnect() throws SQLException {
    if (kept != null) {
      kept.close();
      kept = null;
    }
  }

  /** Where it is. */
  public Services.Postgres address() {
    return address;
  }

  /** The same as a part of the program's configuration. */
  public PostgresConfig config() {
    return config(address);
  }

  /** The same as environment variables of the program. */
  public Map<String, String> environment() {
    return Map.of(
        "POSTGRES_HOST", address.host(),
        "POSTGRES_PORT", Integer.toString(address.port()),
        "POSTGRES_DB", address.database(),
        "POSTGRES_USER", address.user(),
        "POSTGRES_PASSWORD", address.password());
  }

  /** All rows of a query. */
  public synchronized <T> List<T> list(String sql, RowReader<T> reader, Object... parameters) {
    try (PreparedStatement statement = prepare(sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(reader.read(rows));
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of every row, as text; NULL becomes "null". */
  public List<String> column(String sql, Object... parameters) {
    return list(sql, row -> String.valueOf(row.getString(1)), parameters);
  }

  /** The first column of the first row, as text; "none" where there is no row. */
  public String text(String sql, Object... parameters) {
    List<String> values = column(sql, parameters);
    return values.isEmpty() ? "none" : values.getFirst();
  }

  /** The one number of a query such as {@code SELECT count(*)}. */
  public long number(String sql, Object... parameters) {
    return Long.parseLong(column(sql, parameters).getFirst());
  }

  /** Runs one statement, or several where there are no parameters; returns the rows it changed. */
  public synchronized int execute(String sql, Object... parameters) {
    try (PreparedStatement statement = prepare(sql, parameters)) {
      statement.execute();
      return statement.getUpdateCount();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = connection().prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  /** Holds a table's lock until the result is closed: nothing else writes to it meanwhile. */
  public AutoCloseable lock(String table) throws SQLException {
    return held(locking(table, "EXCLUSIVE"));
  }

  /** Reads a table in a transaction that is open until the result is closed, as a backup does. */
  public AutoCloseable reading(String table) throws SQLException {
    return held(locking(table, "ACCESS SHARE"));
  }

  /** Runs an action while every other connection that wants the table waits. */
  public void whileLocked(String table, Runnable action) {
    try (Connection holder = locking(table, "ACCESS EXCLUSIVE")) {
      action.run();
      holder.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AutoCloseable held(Connection holder) {
    return () -> {
      holder.rollback();
      holder.close();
    };
  }

  private Connection locking(String table, String mode) throws SQLException {
    Connection holder = open();
    holder.setAutoCommit(false);
    try (Statement statement = holder.createStatement()) {
      statement.execute("LOCK TABLE " + table + " IN " + mode + " MODE");
    }
    return holder;
  }

  /** Ends every connection but this one, and refuses new ones until the result is closed. */
  public AutoCloseable refusal() {
    text("SELECT 1"); // opens the one connection that may stay
    alter("ALLOW_CONNECTIONS false");
    terminateBackends();
    return () -> alter("ALLOW_CONNECTIONS true");
  }

  /** Ends every connection but this one, whatever it is doing. */
  public void terminateBackends() {
    column(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
  }

  /** From now on nothing but this may write to it; ends every other connection. */
  public void readOnly(boolean on) {
    alter("SET default_transaction_read_only = " + on);
    terminateBackends();
  }

  private void alter(String change) {
    administer(server, admin -> "ALTER DATABASE " + address.database() + " " + change);
  }

  @Override
  public void close() {
    try {
      disconnect();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    administer(server, admin -> "DROP DATABASE IF EXISTS " + address.database() + " WITH (FORCE)");
  }
}
