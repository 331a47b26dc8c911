package io.foyer.chat;

import io.foyer.platform.db.Database;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;

/**
 * Writes messages: {@code chat_events}, {@code idempotency_keys} and {@code room_heads} in one
 * transaction of two statements. They must be separate, because the second has to see what was
 * committed while the first waited for the heads; a single statement lost sequence numbers.
 */
final class SendStore {
  static final String NUMBER =
      """
      WITH sent AS MATERIALIZED (
        SELECT s.*, h.last_seq, k.seq AS known_seq, k.event_id AS known_id, k.at AS known_at,
               k.hash = s.hash AS same,
               h.room_id IS NOT NULL AND (s.guest OR m.account_id IS NOT NULL) AS inside,
               r.archived_at IS NOT NULL AS archived
        FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[],
                    $7::text[], $8::bytea[], $9::bool[]) WITH ORDINALITY
               AS s (room_id, id, kind, account_id, type, body, client_id, hash, guest, n)
        LEFT JOIN room_heads h ON h.room_id = s.room_id
        LEFT JOIN rooms r ON r.id = s.room_id
        LEFT JOIN members m ON m.room_id = s.room_id AND m.account_id = s.account_id
        LEFT JOIN idempotency_keys k ON s.client_id <> '' AND k.room_id = s.room_id
          AND k.account_id = s.account_id AND k.client_id = s.client_id
      ), judged AS MATERIALIZED (
        SELECT sent.*, known_seq IS NULL AND inside AND NOT archived AS fresh FROM sent
      ), numbered AS MATERIALIZED (
        SELECT judged.*,
               last_seq + count(*) FILTER (WHERE fresh) OVER (PARTITION BY room_id ORDER BY n) AS seq
        FROM judged
      ), events AS (
        INSERT INTO chat_events (room_id, seq, id, kind, account_id, type, body, client_id, at)
        SELECT room_id, seq, id, kind, account_id, type, body, client_id, statement_timestamp()
        FROM numbered WHERE fresh
      ), keys AS (
        INSERT INTO idempotency_keys (room_id, account_id, client_id, hash, seq, event_id, at)
        SELECT room_id, account_id, client_id, hash, seq, id, statement_timestamp()
        FROM numbered WHERE fresh AND client_id <> ''
      ), moved AS (
        UPDATE room_heads h SET last_seq = newest.seq
        FROM (SELECT room_id, max(seq) AS seq FROM numbered WHERE fresh GROUP BY room_id) AS newest
        WHERE h.room_id = newest.room_id
      )
      SELECT fresh, inside, same, COALESCE(known_id, id) AS id, COALESCE(known_seq, seq) AS seq,
             COALESCE(known_at, statement_timestamp()) AS at
      FROM numbered ORDER BY n
      """;

  private final Database database;
  private final HeadStore heads;

  SendStore(Database database, HeadStore heads) {
    this.database = database;
    this.heads = heads;
  }

  /** Result of one message. */
  enum Verdict {
    WRITTEN,
    REPEATED,
    /** The idempotency key was used for another text. */
    IDEMPOTENCY_CONFLICT,
    /** No such room, or the author is not a member. */
    NOT_MEMBER,
    ARCHIVED
  }

  /** A result, with id and sequence number of a written or repeated message. */
  record Outcome(Verdict verdict, SendResult result) {}

  /**
   * Writes a group in its order.
   *
   * @param group without two of the same room, author and client's name
   * @return after the commit
   */
  Future<List<Outcome>> write(List<NewEvent> group) {
    List<String> rooms = group.stream().map(NewEvent::room).distinct().toList();
    return database.genericPlanTransaction(
        tx -> {
          Future<Void> locked = heads.lock(tx, rooms);
          // Travels with it; the server runs it when the heads are ours.
          return number(tx, group).compose(outcomes -> locked.map(outcomes));
        });
  }

  private static Future<List<Outcome>> number(Tx tx, List<NewEvent> group) {
    return tx.query(NUMBER, columns(group))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(SendStore::outcome).toList());
  }

  static Tuple columns(List<NewEvent> group) {
    return Tuple.tuple()
        .addArrayOfString(column(group, NewEvent::room, String[]::new))
        .addArrayOfString(column(group, NewEvent::id, String[]::new))
        .addArrayOfString(column(group, it -> it.kind().wire(), String[]::new))
        .addArrayOfString(column(group, NewEvent::account, String[]::new))
        .addArrayOfInteger(column(group, NewEvent::type, Integer[]::new))
        .addArrayOfString(column(group, NewEvent::body, String[]::new))
        .addArrayOfString(column(group, NewEvent::clientId, String[]::new))
        .addArrayOfBuffer(column(group, NewEvent::hash, Buffer[]::new))
        .addArrayOfBoolean(column(group, NewEvent::guest, Boolean[]::new));
  }

  private static <T> T[] column(
      List<NewEvent> group, Function<NewEvent, T> part, IntFunction<T[]> array) {
    return group.stream().map(part).toArray(array);
  }

  private static Outcome outcome(Row row) {
    Verdict verdict = verdict(row);
    if (verdict == Verdict.NOT_MEMBER) {
      return new Outcome(verdict, new SendResult("", 0, Instant.EPOCH, false));
    }
    return new Outcome(
        verdict,
        new SendResult(
            row.getString("id"),
            row.getLong("seq"),
            row.getOffsetDateTime("at").toInstant(),
            verdict == Verdict.REPEATED));
  }

  /** A retry returns the first result, also to a former member. */
  private static Verdict verdict(Row row) {
    Boolean same = row.getBoolean("same");
    if (same != null) {
      return same ? Verdict.REPEATED : Verdict.IDEMPOTENCY_CONFLICT;
    }
    if (row.getBoolean("fresh")) {
      return Verdict.WRITTEN;
    }
    return row.getBoolean("inside") ? Verdict.ARCHIVED : Verdict.NOT_MEMBER;
  }
}
