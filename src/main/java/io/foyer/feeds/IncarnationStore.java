package io.foyer.feeds;

import io.foyer.feeds.LeaseStore.Lease;
import io.foyer.platform.db.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;

/** Opens and forks the incarnations of a stream; {@link BatchStore} moves their checkpoints. */
final class IncarnationStore {
  private static final String OPEN =
      """
      INSERT INTO feed_incarnations (id, stream, created, fork)
      VALUES ((SELECT coalesce(max(id), 0) + 1 FROM feed_incarnations), $1, $2,
        (SELECT coalesce(max(fork), 0) FROM feed_incarnations WHERE stream = $1 AND created = $2))
      ON CONFLICT (stream, created, fork) DO UPDATE SET created = excluded.created
      RETURNING id, last_seq
      """;

  private static final String FORK =
      """
      WITH writer AS MATERIALIZED (
        SELECT stream FROM feed_writers WHERE stream = $1 AND fence = $2 FOR SHARE)
      INSERT INTO feed_incarnations (id, stream, created, fork, last_seq)
      SELECT (SELECT max(id) + 1 FROM feed_incarnations), i.stream, i.created, i.fork + 1, $4
      FROM feed_incarnations i JOIN writer USING (stream) WHERE i.id = $3
      RETURNING id, last_seq
      """;

  // Of several forks of a stream the newest counts that has the sequence: it holds what came after
  // it began.
  private static final String DIFFERS =
      """
      WITH forks AS MATERIALIZED (
        SELECT f.id FROM feed_incarnations f JOIN feed_incarnations i USING (stream, created)
        WHERE i.id = $1 AND f.id <= i.id)
      SELECT known.at IS DISTINCT FROM $3 FROM (
        SELECT m.incarnation, m.at FROM feed_messages m JOIN forks f ON f.id = m.incarnation
        WHERE m.seq = $2
        UNION ALL
        SELECT g.incarnation, NULL FROM feed_gaps g JOIN forks f ON f.id = g.incarnation
        WHERE $2 BETWEEN g.first_seq AND g.last_seq) AS known
      ORDER BY known.incarnation DESC LIMIT 1
      """;

  private final Database database;

  IncarnationStore(Database database) {
    this.database = database;
  }

  /** Where the present life of a stream stands; a new one stands at zero. */
  Future<Checkpoint> open(Lease lease, String created) {
    return database
        .query(OPEN, Tuple.of(lease.stream(), created))
        .map(rows -> place(lease, rows.iterator().next()));
  }

  /**
   * Whether a sequence is known as something else than a message that was taken at {@code at}: as
   * another, or as lost. What was forgotten meanwhile is known as nothing else.
   */
  Future<Boolean> differs(Checkpoint checkpoint, long seq, Instant at) {
    return database
        .query(DIFFERS, Tuple.of(checkpoint.incarnation(), seq, at.atOffset(ZoneOffset.UTC)))
        .map(
            rows -> {
              RowIterator<Row> found = rows.iterator();
              return found.hasNext() && found.next().getBoolean(0);
            });
  }

  /** Begins another life that has everything up to {@code common} from this one. */
  Future<Checkpoint> fork(Checkpoint checkpoint, long common) {
    Lease lease = checkpoint.lease();
    return database
        .query(FORK, Tuple.of(lease.stream(), lease.fence(), checkpoint.incarnation(), common))
        .compose(
            rows ->
                rows.size() == 1
                    ? Future.succeededFuture(place(lease, rows.iterator().next()))
                    : Future.failedFuture(new LostLease()));
  }

  private static Checkpoint place(Lease lease, Row row) {
    return new Checkpoint(lease, row.getLong(0), row.getLong(1));
  }
}
