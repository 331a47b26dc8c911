package io.foyer.chat;

import io.foyer.chat.Room.MembershipState;
import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads and writes the table {@code rooms}. */
final class RoomStore {
  private static final String CREATE =
      """
      WITH room AS (
        INSERT INTO rooms (id, name, topic, owner, access) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (name) DO NOTHING RETURNING id
      ), head AS (
        INSERT INTO room_heads (room_id, last_seq) SELECT id, 1 FROM room
      ), member AS (
        INSERT INTO members (room_id, account_id, since_seq, read_seq) SELECT id, $4, 1, 1 FROM room
      )
      INSERT INTO chat_events (room_id, seq, id, kind, account_id, at)
      SELECT id, 1, $6, 'join', $4, statement_timestamp() FROM room
      RETURNING seq, at
      """;

  private static final String PLACE =
      """
      SELECT r.owner, r.access, r.topic, r.archived_at IS NOT NULL AS archived,
             EXISTS (SELECT FROM members m WHERE m.room_id = $1 AND m.account_id = $2) AS member,
             EXISTS (SELECT FROM invitations i WHERE i.room_id = $1 AND i.account_id = $2) AS invited
      FROM rooms r WHERE r.id = $1
      """;

  private static final String TOPIC = "UPDATE rooms SET topic = $2 WHERE id = $1";
  private static final String ARCHIVE = "UPDATE rooms SET archived_at = now() WHERE id = $1";

  // Counting what is unread costs at most two hundred rows a room, however long nobody looked.
  private static final String VIEW =
      """
      SELECT r.id, r.name, r.topic, r.owner, r.access, r.created_at, r.archived_at, h.last_seq,
             (SELECT count(*) FROM members c WHERE c.room_id = r.id) AS members,
             EXISTS (SELECT FROM invitations i
                     WHERE i.room_id = r.id AND i.account_id = $1) AS invited,
             CASE r.access WHEN 'public' THEN 1 ELSE m.since_seq END AS from_seq, m.read_seq,
             (SELECT count(*)
              FROM (SELECT e.kind, e.account_id FROM chat_events e
                    WHERE e.room_id = r.id AND e.seq > m.read_seq
                    ORDER BY e.seq DESC LIMIT 200) AS newest
              WHERE kind = 'message' AND account_id <> $1) AS unread
      """;

  private static final String WHERE_FROM =
      """
      JOIN room_heads h ON h.room_id = r.id
      LEFT JOIN members m ON m.room_id = r.id AND m.account_id = $1
      """;

  private static final String ONE =
      VIEW
          + "FROM rooms r "
          + WHERE_FROM
          + """
          WHERE r.id = $2
            AND ($3::bool OR r.access = 'public' OR r.owner = $1 OR m.account_id IS NOT NULL
              OR EXISTS (SELECT FROM invitations i WHERE i.room_id = $2 AND i.account_id = $1))
          """;

  static final String LIST =
      """
      WITH place AS MATERIALIZED (
        SELECT CASE WHEN $2::text IS NULL THEN ''
                    ELSE (SELECT name FROM rooms WHERE id = $2) END AS name
      ), open AS MATERIALIZED (
        SELECT name FROM rooms
        WHERE access = 'public' AND archived_at IS NULL AND NOT $4::bool
          AND name > (SELECT name FROM place)
        ORDER BY name LIMIT $3
      ), found AS MATERIALIZED (
        SELECT name FROM open
        UNION
        SELECT r.name FROM members m JOIN rooms r ON r.id = m.room_id
        WHERE m.account_id = $1 AND r.name > (SELECT name FROM place)
        UNION
        SELECT r.name FROM invitations i JOIN rooms r ON r.id = i.room_id
        WHERE i.account_id = $1 AND r.archived_at IS NULL AND NOT $4::bool
          AND r.name > (SELECT name FROM place)
        ORDER BY name LIMIT $3)
      """
          + VIEW
          + "FROM found f JOIN rooms r ON r.name = f.name "
          + WHERE_FROM
          + "ORDER BY r.name";

  /** Input of the permission checks: a room and one account's relation to it. */
  record RoomAccess(
      String owner,
      ChatAccess chatAccess,
      String topic,
      boolean archived,
      boolean member,
      boolean invited) {}

  /** A new room with its first event; empty where the name is taken. */
  Future<Optional<ChatEvent>> create(
      Sql sql, NewEvent first, String name, String topic, ChatAccess chatAccess) {
    return sql.query(
            CREATE,
            Tuple.of(first.room(), name, topic, first.account(), chatAccess.wire(), first.id()))
        .map(
            rows ->
                stream(rows)
                    .map(
                        row ->
                            first.numbered(
                                row.getLong("seq"), row.getOffsetDateTime("at").toInstant()))
                    .findFirst());
  }

  Future<Optional<RoomAccess>> place(Tx tx, String room, String account) {
    return tx.query(PLACE, Tuple.of(room, account))
        .map(rows -> stream(rows).map(RoomStore::place).findFirst());
  }

  private static RoomAccess place(Row row) {
    return new RoomAccess(
        row.getString("owner"),
        ChatAccess.of(row.getString("access")),
        row.getString("topic"),
        row.getBoolean("archived"),
        row.getBoolean("member"),
        row.getBoolean("invited"));
  }

  Future<Void> topic(Tx tx, String room, String topic) {
    return tx.query(TOPIC, Tuple.of(room, topic)).mapEmpty();
  }

  Future<Void> archive(Tx tx, String room) {
    return tx.query(ARCHIVE, Tuple.of(room)).mapEmpty();
  }

  /** One that {@code account} may see; all of them with {@code all}. */
  Future<Optional<Room>> one(Sql sql, String account, String room, boolean all) {
    return sql.query(ONE, Tuple.of(account, room, all))
        .map(rows -> stream(rows).map(RoomStore::room).findFirst());
  }

  Future<List<Room>> list(
      Sql sql, String account, Optional<String> after, int limit, boolean mine) {
    return sql.query(LIST, Tuple.of(account, after.orElse(null), limit, mine))
        .map(rows -> stream(rows).map(RoomStore::room).toList());
  }

  private static Room room(Row row) {
    return new Room(
        row.getString("id"),
        row.getString("name"),
        row.getString("topic"),
        row.getString("owner"),
        ChatAccess.of(row.getString("access")),
        row.getOffsetDateTime("created_at").toInstant(),
        Optional.ofNullable(row.getOffsetDateTime("archived_at")).map(OffsetDateTime::toInstant),
        row.getLong("members"),
        row.getLong("last_seq"),
        row.getBoolean("invited"),
        Optional.ofNullable(row.getLong("read_seq"))
            .map(
                read ->
                    new MembershipState(row.getLong("from_seq"), read, row.getInteger("unread"))));
  }

  private static Stream<Row> stream(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false);
  }
}
