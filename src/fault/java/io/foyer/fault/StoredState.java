package io.foyer.fault;

import io.foyer.testing.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what the nodes have stored: their bookings, messages, chat log and migrations. */
final class StoredState {
  private final TestDatabase database;

  StoredState(TestDatabase database) {
    this.database = database;
  }

  /** Messages whose call is under way now, or whose result is not written down yet. */
  Set<String> sending() {
    return new HashSet<>(
        database.list(
            "SELECT id FROM foyer.outbox WHERE status = 'sending'", row -> row.getString(1)));
  }

  /** Statements of others that are being run now, each by its session and its beginning. */
  List<String> running() {
    return database.list(
        """
        SELECT pid || ' ' || query_start FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()
        """,
        row -> row.getString(1));
  }

  /** What still has to be done now: enrichments, reminders that are due, messages. */
  long unfinished() {
    return database.number(
        """
        SELECT (SELECT count(*) FROM foyer.jobs WHERE kind = 'enrichment' OR due_at <= now())
             + (SELECT count(*) FROM foyer.outbox WHERE status IN ('pending', 'sending'))
        """);
  }

  /** What was said in a room of the chat, in the order of the log. */
  List<String> said(String room) {
    return database.list(
        """
        SELECT e.body FROM foyer.chat_events e JOIN foyer.rooms r ON r.id = e.room_id
        WHERE r.name = '%s' AND e.kind = 'message' ORDER BY e.seq
        """
            .formatted(room),
        row -> row.getString(1));
  }

  /** The numbers of all that happened in a room of the chat, from the smallest on. */
  List<Long> numbers(String room) {
    return database.list(
        """
        SELECT e.seq FROM foyer.chat_events e JOIN foyer.rooms r ON r.id = e.room_id
        WHERE r.name = '%s' ORDER BY e.seq
        """
            .formatted(room),
        row -> row.getLong(1));
  }

  long failedMigrations() {
    return database.number("SELECT count(*) FROM foyer.flyway_schema_history WHERE NOT success");
  }

  /** Leaves the trace of a migration that a newer version of the program brought. */
  void pretendNewerSchema() {
    database.execute(
        """
        INSERT INTO foyer.flyway_schema_history
          (installed_rank, version, description, type, script, checksum, installed_by,
           execution_time, success)
        VALUES (1000, '1000', 'from the next version', 'SQL', 'V1000__next.sql', 1, 'next', 1, true)
        """);
  }

  Books books() {
    return new Books(inbox(), evaluations(), meetings(), outbox());
  }

  private List<Books.Received> inbox() {
    return database.list(
        "SELECT delivery, received_at FROM foyer.inbox",
        row -> new Books.Received(row.getString(1), instant(row, 2).orElseThrow()));
  }

  private List<Books.Evaluation> evaluations() {
    return database.list(
        "SELECT id, begin_at, destroyed_at FROM foyer.evaluations",
        row -> new Books.Evaluation(row.getLong(1), instant(row, 2), instant(row, 3)));
  }

  private List<Books.Meeting> meetings() {
    return database.list(
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
    return database.list(
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
              Stage.PUBLIC_URL + "/j/" + payload.getString("key"),
              payload.getJsonArray("emails", new JsonArray()).stream()
                  .map(String.class::cast)
                  .toList());
        });
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
