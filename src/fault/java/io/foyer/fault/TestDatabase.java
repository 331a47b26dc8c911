package io.foyer.fault;

import io.foyer.testing.Services;
import io.foyer.testing.Services.Postgres;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A database of one test's own, as an operator sees it: past Foyer, by plain JDBC. */
final class TestDatabase implements AutoCloseable {
  private final Postgres server = Services.find().postgres();
  private final String name;

  /** Reads one row. */
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  TestDatabase(String test) {
    this.name = "fault_" + test + "_" + Long.toString(System.nanoTime(), 36);
    admin("CREATE DATABASE " + name);
  }

  Postgres address() {
    return server.withDatabase(name);
  }

  @Override
  public void close() {
    admin("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  /** Ends every session of this database, whatever it is doing. */
  void terminateBackends() {
    admin("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
  }

  /** From now on no session of this database may write; open ones are ended. */
  void readOnly(boolean on) {
    admin("ALTER DATABASE " + name + " SET default_transaction_read_only = " + (on ? "on" : "off"));
    terminateBackends();
  }

  /** Messages whose call is under way now, or whose result is not written down yet. */
  Set<String> sending() {
    return new HashSet<>(
        list("SELECT id FROM foyer.outbox WHERE status = 'sending'", row -> row.getString(1)));
  }

  /** Statements of others that are being run now, each by its session and its beginning. */
  List<String> running() {
    return list(
        """
        SELECT pid || ' ' || query_start FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()
        """,
        row -> row.getString(1));
  }

  /** What still has to be done now: enrichments, reminders that are due, messages. */
  long unfinished() {
    return number(
        """
        SELECT (SELECT count(*) FROM foyer.jobs WHERE kind <> 'reminder' OR due_at <= now())
             + (SELECT count(*) FROM foyer.outbox WHERE status IN ('pending', 'sending'))
        """);
  }

  long number(String sql) {
    return list(sql, row -> row.getLong(1)).getFirst();
  }

  String text(String sql) {
    return list(sql, row -> row.getString(1)).getFirst();
  }

  /** What was said in a room of the chat, in the order of the log. */
  List<String> said(String room) {
    return list(
        """
        SELECT e.body FROM foyer.chat_events e JOIN foyer.rooms r ON r.id = e.room_id
        WHERE r.name = '%s' AND e.kind = 'message' ORDER BY e.seq
        """
            .formatted(room),
        row -> row.getString(1));
  }

  /** The numbers of all that happened in a room of the chat, from the smallest on. */
  List<Long> numbers(String room) {
    return list(
        """
        SELECT e.seq FROM foyer.chat_events e JOIN foyer.rooms r ON r.id = e.room_id
        WHERE r.name = '%s' ORDER BY e.seq
        """
            .formatted(room),
        row -> row.getLong(1));
  }

  void run(String sql) {
    execute(server.withDatabase(name), sql);
  }

  long failedMigrations() {
    return number("SELECT count(*) FROM foyer.flyway_schema_history WHERE NOT success");
  }

  /** Leaves the trace of a migration that a newer version of the program brought. */
  void pretendNewerSchema() {
    run(
        """
        INSERT INTO foyer.flyway_schema_history
          (installed_rank, version, description, type, script, checksum, installed_by,
           execution_time, success)
        VALUES (1000, '1000', 'from the next version', 'SQL', 'V1000__next.sql', 1, 'next', 1, true)
        """);
  }

  /** Holds everybody off a table meanwhile: every connection that wants it waits. */
  void whileLocked(String table, Runnable action) {
    try (Connection connection = connect(server.withDatabase(name));
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
      action.run();
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Books books() {
    return new Books(inbox(), evaluations(), meetings(), outbox());
  }

  private List<Books.Received> inbox() {
    return list(
        "SELECT delivery, received_at FROM foyer.inbox",
        row -> new Books.Received(row.getString(1), instant(row, 2).orElseThrow()));
  }

  private List<Books.Evaluation> evaluations() {
    return list(
        "SELECT id, begin_at, destroyed_at FROM foyer.evaluations",
        row -> new Books.Evaluation(row.getLong(1), instant(row, 2), instant(row, 3)));
  }

  private List<Books.Meeting> meetings() {
    return list(
        """
        SELECT id, origin_id::bigint, starts_at, version, status, id || join_secret
        FROM foyer.meetings
        """,
        row ->
            new Books.Meeting(
                row.getString(1),
                row.getLong(2),
                instant(row, 3).orElseThrow(),
                row.getLong(4),
                row.getString(5),
                Stage.PUBLIC_URL + "/j/" + row.getString(6)));
  }

  private List<Books.Message> outbox() {
    return list(
        """
        SELECT id, subject, version, recipient, status, lost_answers, payload::text
        FROM foyer.outbox
        """,
        row -> {
          JsonObject payload = new JsonObject(row.getString(7));
          return new Books.Message(
              row.getString(1),
              row.getString(2),
              row.getLong(3),
              row.getString(4),
              row.getString(5),
              row.getInt(6),
              payload.getString("link"),
              payload.getJsonArray("emails", new JsonArray()).stream()
                  .map(String.class::cast)
                  .toList());
        });
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  /** What each row of a query says. */
  <T> List<T> list(String sql, RowReader<T> reader) {
    try (Connection connection = connect(server.withDatabase(name));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(reader.read(rows));
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void admin(String sql) {
    execute(server, sql);
  }

  private static void execute(Postgres where, String sql) {
    try (Connection connection = connect(where);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connect(Postgres where) throws SQLException {
    String url =
        "jdbc:postgresql://%s:%d/%s".formatted(where.host(), where.port(), where.database());
    return DriverManager.getConnection(url, where.user(), where.password());
  }
}
