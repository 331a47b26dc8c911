package io.foyer.chat;

import io.foyer.chat.ChatEvent.Kind;
import io.foyer.platform.db.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Reads pages of the table {@code chat_events}; each page is one statement, so that it has no gap.
 */
final class LogStore implements ChatLog {
  private static final String COLUMNS =
      "e.room_id, e.seq, e.id, e.kind, e.account_id, e.name, e.type, e.body, e.client_id, e.at";

  private static final String AFTER =
      "SELECT "
          + COLUMNS
          + " FROM chat_events e WHERE e.room_id = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3";

  private static final String HEADS =
      "SELECT room_id, last_seq FROM room_heads WHERE room_id = ANY($1)";

  static final String CHANGES =
      "SELECT "
          + COLUMNS
          + """
           FROM chat_events e
          WHERE e.kind <> 'message' AND e.at >= $1 ORDER BY e.at, e.room_id, e.seq LIMIT $2
          """;

  private static final String MEMBER_OF =
      """
      SELECT m.room_id, CASE r.access WHEN 'public' THEN 1 ELSE m.since_seq END AS from_seq
      FROM members m JOIN rooms r ON r.id = m.room_id
      WHERE m.account_id = $1
      """;

  /** Of a page as JSON, in bytes. */
  private static final int LARGEST_PAGE = 256 * 1024;

  // The room's numbers are there also where no event is. What an event takes as JSON is counted
  // from the end that was asked for; besides its texts it has some 300 bytes.
  private static final String PLACE =
      """
      WITH place AS MATERIALIZED (
        SELECT h.room_id, h.first_seq, h.last_seq,
               CASE r.access WHEN 'public' THEN 1 ELSE m.since_seq END AS from_seq
        FROM members m JOIN rooms r ON r.id = m.room_id JOIN room_heads h ON h.room_id = m.room_id
        WHERE m.room_id = $1 AND m.account_id = $2)
      SELECT p.first_seq, p.last_seq, p.from_seq, e.*
      FROM place p LEFT JOIN LATERAL (
        SELECT * FROM (
          SELECT page.*, row_number() OVER way AS n,
                 sum(300 + octet_length(to_json(body)::text) + octet_length(to_json(name)::text)
                     + octet_length(to_json(client_id)::text)) OVER way AS size
          FROM (
            SELECT
      """
          + COLUMNS
          + " FROM chat_events e WHERE e.room_id = p.room_id AND e.seq >= p.from_seq ";

  static final String HISTORY_BEFORE =
      PLACE + "AND e.seq < $3 ORDER BY e.seq DESC LIMIT $4) AS page " + within("DESC");

  private static final String HISTORY_AFTER =
      PLACE + "AND e.seq > $3 ORDER BY e.seq LIMIT $4) AS page " + within("ASC");

  private static final String MEMBER =
      """
      SELECT CASE r.access WHEN 'public' THEN 1 ELSE m.since_seq END, m.since_seq
      FROM members m JOIN rooms r ON r.id = m.room_id
      WHERE m.room_id = $1 AND m.account_id = $2
      """;

  private static final String MEMBERS = "SELECT account_id FROM members WHERE room_id = $1";

  private static String within(String way) {
    return """
        WINDOW way AS (ORDER BY seq %s ROWS UNBOUNDED PRECEDING)
      ) AS sized WHERE size <= %d OR n = 1
    ) AS e ON true ORDER BY e.seq
    """
        .formatted(way, LARGEST_PAGE);
  }

  private final Database database;

  LogStore(Database database) {
    this.database = database;
  }

  @Override
  public Future<List<ChatEvent>> after(String room, long seq, int limit) {
    return database
        .genericPlanPool()
        .query(AFTER, Tuple.of(room, seq, limit))
        .map(LogStore::events);
  }

  @Override
  public Future<Map<String, Long>> latestSeqs(Collection<String> rooms) {
    return database
        .genericPlanPool()
        .query(HEADS, Tuple.tuple().addArrayOfString(rooms.toArray(String[]::new)))
        .map(LogStore::numbers);
  }

  @Override
  public Future<List<ChatEvent>> membershipChanges(Instant since, int limit) {
    return database
        .query(CHANGES, Tuple.of(since.atOffset(ZoneOffset.UTC), limit))
        .map(LogStore::events);
  }

  @Override
  public Future<Map<String, Long>> memberOf(String account) {
    return database.query(MEMBER_OF, Tuple.of(account)).map(LogStore::numbers);
  }

  @Override
  public Future<Optional<Membership>> member(String room, String account) {
    return database
        .genericPlanPool()
        .query(MEMBER, Tuple.of(room, account))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(row -> new Membership(row.getLong(0), row.getLong(1))));
  }

  @Override
  public Future<Set<String>> members(String room) {
    return database
        .query(MEMBERS, Tuple.of(room))
        .map(
            rows -> {
              Set<String> accounts = new HashSet<>();
              rows.forEach(row -> accounts.add(row.getString(0)));
              return accounts;
            });
  }

  @Override
  public Future<Instant> now() {
    return database
        .query("SELECT now()", Tuple.tuple())
        .map(rows -> rows.iterator().next().getOffsetDateTime(0).toInstant());
  }

  /** Some of a room's log; empty for who is no member. */
  Future<Optional<History>> history(String room, String account, History.Part part, int limit) {
    return (switch (part) {
          case History.Part.Before before ->
              database.query(HISTORY_BEFORE, Tuple.of(room, account, before.seq(), limit));
          case History.Part.After after ->
              database.query(HISTORY_AFTER, Tuple.of(room, account, after.seq(), limit));
        })
        .map(rows -> history(rows, part));
  }

  private static Optional<History> history(RowSet<Row> rows, History.Part part) {
    if (rows.size() == 0) {
      return Optional.empty();
    }
    Row any = rows.iterator().next();
    long kept = any.getLong("first_seq");
    long from = any.getLong("from_seq");
    long asked =
        switch (part) {
          case History.Part.Before before -> from;
          case History.Part.After after -> Math.max(from, after.seq() + 1);
        };
    List<ChatEvent> events = any.getValue("seq") == null ? List.of() : events(rows);
    long began = events.isEmpty() ? asked : events.getFirst().seq();
    boolean truncated = asked < kept && began <= kept;
    long first = Math.max(kept, from);
    long last = any.getLong("last_seq");
    boolean more =
        !events.isEmpty()
            && switch (part) {
              case History.Part.Before before -> began > first;
              case History.Part.After after -> events.getLast().seq() < last;
            };
    return Optional.of(new History(events, first, last, more, truncated));
  }

  private static Map<String, Long> numbers(RowSet<Row> rows) {
    Map<String, Long> numbers = new HashMap<>();
    rows.forEach(row -> numbers.put(row.getString(0), row.getLong(1)));
    return numbers;
  }

  private static List<ChatEvent> events(RowSet<Row> rows) {
    List<ChatEvent> events = new ArrayList<>(rows.size());
    rows.forEach(row -> events.add(event(row)));
    return events;
  }

  private static ChatEvent event(Row row) {
    return new ChatEvent(
        row.getString("room_id"),
        row.getLong("seq"),
        row.getString("id"),
        Kind.of(row.getString("kind")),
        row.getString("account_id"),
        row.getString("name"),
        row.getShort("type"),
        row.getString("body"),
        row.getString("client_id"),
        row.getOffsetDateTime("at").toInstant());
  }
}
