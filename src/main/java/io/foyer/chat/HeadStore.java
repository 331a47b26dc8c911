package io.foyer.chat;

import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;

/**
 * Locks rows of the table {@code room_heads}; the holder of a head assigns the room's next sequence
 * numbers.
 */
final class HeadStore {
  // Fixed lock order, which prevents deadlocks.
  private static final String LOCK =
      """
      SELECT 1 FROM room_heads WHERE room_id = ANY($1) ORDER BY room_id FOR NO KEY UPDATE
      """;

  private static final String APPEND =
      """
      WITH head AS (
        UPDATE room_heads SET last_seq = last_seq + 1 WHERE room_id = $1 RETURNING last_seq)
      INSERT INTO chat_events (room_id, seq, id, kind, account_id, body, at)
      SELECT $1, last_seq, $2, $3, $4, $5, statement_timestamp() FROM head
      RETURNING seq, at
      """;

  /** Takes the heads of those that exist, until the end of the transaction. */
  Future<Void> lock(Tx tx, Collection<String> rooms) {
    return tx.query(LOCK, Tuple.tuple().addArrayOfString(rooms.toArray(String[]::new))).mapEmpty();
  }

  /** Writes one event in a room that exists, whose head the caller holds. */
  Future<ChatEvent> append(Tx tx, NewEvent event) {
    return tx.query(
            APPEND,
            Tuple.of(event.room(), event.id(), event.kind().wire(), event.account(), event.body()))
        .map(rows -> rows.iterator().next())
        .map(row -> event.numbered(row.getLong("seq"), row.getOffsetDateTime("at").toInstant()));
  }
}
