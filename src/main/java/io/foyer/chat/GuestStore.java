package io.foyer.chat;

import io.foyer.chat.ChatEvent.Kind;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Writes the table {@code chat_guests} and the guests' events. Lock order: first the guest's row,
 * then the room's head.
 */
final class GuestStore {
  private static final String ROOM =
      """
      WITH made AS (
        INSERT INTO rooms (id, name, topic, owner, access) VALUES ($1, $2, '', '', 'public')
        ON CONFLICT (name) DO NOTHING RETURNING id
      ), head AS (
        INSERT INTO room_heads (room_id) SELECT id FROM made
      ), found AS MATERIALIZED (
        SELECT id FROM made
        UNION ALL
        SELECT id FROM rooms WHERE name = $2 AND access = 'public' AND archived_at IS NULL
      ), member AS (
        INSERT INTO members (room_id, account_id, since_seq) SELECT id, $3, 0 FROM found
        ON CONFLICT DO NOTHING
      )
      SELECT id FROM found
      """;

  private static final String ENTER =
      """
      INSERT INTO chat_guests (session, node, room_id, name)
      SELECT $1, $2, $3, $4 WHERE EXISTS (SELECT FROM chat_nodes WHERE node = $2)
      ON CONFLICT (room_id, name) DO NOTHING
      """;

  private static final String CAME =
      """
      WITH head AS (
        UPDATE room_heads SET last_seq = last_seq + 1
        WHERE room_id = $1 AND EXISTS (SELECT FROM rooms WHERE id = $1 AND archived_at IS NULL)
        RETURNING last_seq
      )
      INSERT INTO chat_events (room_id, seq, id, kind, name, at)
      SELECT $1, last_seq, $2, 'join', $3, statement_timestamp() FROM head
      RETURNING room_id, seq, id, kind, name, at
      """;

  private static final String LOCK =
      """
      SELECT 1 FROM room_heads WHERE room_id = $1 FOR NO KEY UPDATE
      """;

  // All guests share one room of names: who sends again does it on a new connection, as a new
  // guest.
  private static final String SAY =
      """
      WITH known AS MATERIALIZED (
        SELECT event_id AS id, seq, at, hash = $6 AS same FROM idempotency_keys
        WHERE room_id = $1 AND account_id = '' AND client_id = $5 AND client_id <> ''
      ), head AS (
        UPDATE room_heads SET last_seq = last_seq + 1
        WHERE room_id = $1 AND NOT EXISTS (SELECT FROM known)
          AND EXISTS (SELECT FROM chat_guests WHERE session = $2)
          AND EXISTS (SELECT FROM rooms WHERE id = $1 AND archived_at IS NULL)
        RETURNING last_seq
      ), event AS (
        INSERT INTO chat_events (room_id, seq, id, kind, name, type, body, client_id, at)
        SELECT $1, last_seq, $3, 'message', name, 1, $4, $5, statement_timestamp()
        FROM head, chat_guests WHERE session = $2
        RETURNING room_id, seq, id, name, at
      ), key AS (
        INSERT INTO idempotency_keys (room_id, account_id, client_id, hash, seq, event_id, at)
        SELECT room_id, '', $5, $6, seq, id, at FROM event WHERE $5 <> ''
      )
      SELECT id, seq, at, name, true AS fresh, true AS same FROM event
      UNION ALL SELECT id, seq, at, '', false, same FROM known
      """;

  private static final String EXIT =
      """
      WITH gone AS (
        DELETE FROM chat_guests g USING unnest($1::text[], $2::text[]) AS asked (session, id)
        WHERE g.session = asked.session RETURNING g.room_id, g.name, asked.id
      ), counted AS MATERIALIZED (
        SELECT room_id, name, id, row_number() OVER (PARTITION BY room_id ORDER BY id) AS n,
               count(*) OVER (PARTITION BY room_id) AS all_of_room
        FROM gone
      ), head AS (
        UPDATE room_heads h SET last_seq = h.last_seq + c.all_of_room
        FROM (SELECT DISTINCT room_id, all_of_room FROM counted) AS c
        WHERE h.room_id = c.room_id RETURNING h.room_id, h.last_seq
      )
      INSERT INTO chat_events (room_id, seq, id, kind, name, at)
      SELECT room_id, last_seq - all_of_room + n, id, 'exit', name, statement_timestamp()
      FROM counted JOIN head USING (room_id) ORDER BY room_id, n
      RETURNING room_id, seq, id, kind, name, at
      """;

  private static final String ORPHANS =
      """
      SELECT session FROM chat_guests g
      WHERE NOT EXISTS (SELECT FROM chat_nodes n WHERE n.node = g.node) LIMIT $1
      """;

  /** Result of sending a message. */
  record Said(SendResult result, String name, boolean same) {}

  /** The guests' room of that name, made if need be; empty where it is closed to them. */
  Future<Optional<String>> room(Sql sql, String id, String name, String guests) {
    return sql.query(ROOM, Tuple.of(id, name, guests))
        .map(rows -> first(rows).map(row -> row.getString("id")));
  }

  /** Joins a guest; empty if the name is taken or the guest's node counts as dead. */
  Future<Optional<ChatEvent>> enter(Database database, Guest guest, String id) {
    return database.transaction(
        tx ->
            tx.query(ENTER, Tuple.of(guest.session(), guest.node(), guest.room(), guest.name()))
                .compose(
                    rows ->
                        rows.rowCount() == 0
                            ? Future.succeededFuture(Optional.empty())
                            : came(tx, guest, id).map(Optional::of)));
  }

  /** When the head is ours it is seen whether the room was archived meanwhile. */
  private static Future<ChatEvent> came(Tx tx, Guest guest, String id) {
    Future<?> locked = tx.query(LOCK, Tuple.of(guest.room()));
    return tx.query(CAME, Tuple.of(guest.room(), id, guest.name()))
        .compose(rows -> locked.map(first(rows)))
        .map(found -> found.map(GuestStore::event).orElseThrow(RoomPermissions::archived));
  }

  /** Writes a guest's message; empty if the guest has left. */
  Future<Optional<Said>> say(
      Database database, Guest guest, String id, String text, String clientId, Buffer hash) {
    return database.transaction(tx -> say(tx, guest, id, text, clientId, hash));
  }

  private static Future<Optional<Said>> say(
      Tx tx, Guest guest, String id, String text, String clientId, Buffer hash) {
    Future<?> locked = tx.query(LOCK, Tuple.of(guest.room()));
    return tx.query(SAY, Tuple.of(guest.room(), guest.session(), id, text, clientId, hash))
        .compose(rows -> locked.map(first(rows).map(GuestStore::said)));
  }

  /** Lets guests go: those of them that are still here. */
  Future<List<ChatEvent>> exit(Sql sql, List<String> sessions, List<String> ids) {
    return sql.query(
            EXIT,
            Tuple.tuple()
                .addArrayOfString(sessions.toArray(String[]::new))
                .addArrayOfString(ids.toArray(String[]::new)))
        .map(rows -> stream(rows).map(GuestStore::event).toList());
  }

  /** Guests whose node is dead. */
  Future<List<String>> orphans(Sql sql, int limit) {
    return sql.query(ORPHANS, Tuple.of(limit))
        .map(rows -> stream(rows).map(row -> row.getString("session")).toList());
  }

  private static Optional<Row> first(RowSet<Row> rows) {
    return stream(rows).findFirst();
  }

  private static Stream<Row> stream(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false);
  }

  private static ChatEvent event(Row row) {
    return new ChatEvent(
        row.getString("room_id"),
        row.getLong("seq"),
        row.getString("id"),
        Kind.of(row.getString("kind")),
        "",
        row.getString("name"),
        0,
        "",
        "",
        row.getOffsetDateTime("at").toInstant());
  }

  private static Said said(Row row) {
    SendResult result =
        new SendResult(
            row.getString("id"),
            row.getLong("seq"),
            row.getOffsetDateTime("at").toInstant(),
            !row.getBoolean("fresh"));
    return new Said(result, row.getString("name"), row.getBoolean("same"));
  }
}
