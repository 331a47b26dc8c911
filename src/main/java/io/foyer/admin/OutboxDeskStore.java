package io.foyer.admin;

import io.foyer.admin.OutboxDesk.ReplayCandidate;
import io.foyer.admin.OutboxDesk.Verdict;
import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Operators' queries on the table {@code outbox}. */
final class OutboxDeskStore {
  private static final String COLUMNS =
      """
      SELECT o.id, o.subject, o.version, o.channel, o.recipient, o.status, o.attempts,
             o.created_at, o.expires_at, o.last_error
      """;

  private static final String LIST =
      COLUMNS
          + """
          FROM outbox o
          WHERE cardinality($1::text[]) = 0 OR o.status = ANY($1)
          ORDER BY o.created_at DESC, o.id DESC LIMIT $2
          """;

  // Each requested id gets a result, so that an operator sees why one is not sent.
  private static final String LOCK_FOR_REPLAY =
      COLUMNS
          + """
          , CASE WHEN o.status <> ALL($2::text[]) OR o.payload ? 'erased' THEN 'other_state'
                 WHEN o.withdrawn
                      OR o.kind = 'reminder'
                         AND EXISTS (SELECT FROM meetings m
                                     WHERE m.id = o.subject AND m.version > o.version)
                 THEN 'superseded'
                 WHEN o.expires_at <= now() THEN 'too_late'
                 ELSE 'replayed' END AS verdict
          FROM outbox o
          WHERE CASE WHEN cardinality($1::text[]) = 0 THEN o.status = ANY($2)
                     ELSE o.id = ANY($1) END
          ORDER BY o.id FOR UPDATE OF o
          """;

  // lost_answers stays: a channel that can find out what arrived asks before it sends again.
  private static final String REPLAY =
      """
      UPDATE outbox
      SET status = 'pending', attempts = 0, due_at = now(), fence = fence + 1, settled_at = NULL
      WHERE id = ANY($1::text[])
      """;

  Future<List<OutboxLine>> list(Sql sql, List<String> states, int limit) {
    return sql.query(LIST, array(states).addInteger(limit))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(OutboxDeskStore::line)
                    .toList());
  }

  /** Locks messages and returns for each whether it may be replayed. */
  Future<List<ReplayCandidate>> lockForReplay(Tx tx, List<String> ids, List<String> states) {
    return tx.query(LOCK_FOR_REPLAY, array(ids).addArrayOfString(states.toArray(String[]::new)))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(
                        row -> new ReplayCandidate(line(row), Verdict.of(row.getString("verdict"))))
                    .toList());
  }

  Future<Void> replay(Tx tx, List<String> ids) {
    return tx.query(REPLAY, array(ids)).mapEmpty();
  }

  private static Tuple array(List<String> texts) {
    return Tuple.tuple().addArrayOfString(texts.toArray(String[]::new));
  }

  private static OutboxLine line(Row row) {
    return new OutboxLine(
        row.getString("id"),
        row.getString("subject"),
        row.getLong("version"),
        row.getString("channel"),
        row.getString("recipient"),
        row.getString("status"),
        row.getInteger("attempts"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("expires_at").toInstant(),
        Optional.ofNullable(row.getString("last_error")));
  }
}
