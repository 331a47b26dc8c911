package io.foyer.chat;

import io.foyer.chat.MemberPage.Member;
import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Reads and writes the tables {@code members} and {@code invitations}; writers must hold the room's
 * head.
 */
final class MemberStore {
  private static final String ENTER =
      """
      WITH used AS (DELETE FROM invitations WHERE room_id = $1 AND account_id = $2)
      INSERT INTO members (room_id, account_id, since_seq, read_seq) VALUES ($1, $2, $3, $3)
      """;

  private static final String LEAVE = "DELETE FROM members WHERE room_id = $1 AND account_id = $2";

  private static final String UNINVITE =
      "DELETE FROM invitations WHERE room_id = $1 AND account_id = $2";

  private static final String INVITE =
      """
      INSERT INTO invitations (room_id, account_id, invited_by)
      SELECT $1, $2, $3
      WHERE NOT EXISTS (SELECT FROM members WHERE room_id = $1 AND account_id = $2)
      ON CONFLICT DO NOTHING
      """;

  private static final String PAGE =
      """
      SELECT account_id, since_seq, read_seq FROM members
      WHERE room_id = $1 AND account_id > $2 ORDER BY account_id LIMIT $3
      """;

  // An update that waited for another one sees what that one wrote, so this never goes back.
  private static final String READ =
      """
      UPDATE members m SET read_seq = GREATEST(m.read_seq, LEAST($3, h.last_seq))
      FROM room_heads h
      WHERE h.room_id = m.room_id AND m.room_id = $1 AND m.account_id = $2
      RETURNING m.read_seq
      """;

  /** Adds a member. */
  Future<Void> enter(Tx tx, String room, String account, long since) {
    return tx.query(ENTER, Tuple.of(room, account, since)).mapEmpty();
  }

  /** Whether he was one. */
  Future<Boolean> leave(Tx tx, String room, String account) {
    return tx.query(LEAVE, Tuple.of(room, account)).map(rows -> rows.rowCount() == 1);
  }

  Future<Void> uninvite(Tx tx, String room, String account) {
    return tx.query(UNINVITE, Tuple.of(room, account)).mapEmpty();
  }

  /** Whether he was neither invited nor in. */
  Future<Boolean> invite(Tx tx, String room, String account, String by) {
    return tx.query(INVITE, Tuple.of(room, account, by)).map(rows -> rows.rowCount() == 1);
  }

  Future<List<Member>> page(Sql sql, String room, Optional<String> after, int limit) {
    return sql.query(PAGE, Tuple.of(room, after.orElse(""), limit))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> new Member(row.getString(0), row.getLong(1), row.getLong(2)))
                    .toList());
  }

  /** How far he has read now; empty for who is no member. */
  Future<Optional<Long>> read(Sql sql, String room, String account, long seq) {
    return sql.query(READ, Tuple.of(room, account, seq))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getLong(0))
                    .findFirst());
  }
}
