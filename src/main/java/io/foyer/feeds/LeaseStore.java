package io.foyer.feeds;

import io.foyer.platform.db.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;

/**
 * Writer leases of the streams. The fencing token increases with each new holder and is never
 * reused.
 */
final class LeaseStore {
  private static final String TAKE =
      """
      INSERT INTO feed_writers AS w (stream, fence, holder, lease_until)
      VALUES ($1, 1, $2, now() + $3 * interval '1 millisecond')
      ON CONFLICT (stream) DO UPDATE
      SET fence = w.fence + 1, holder = excluded.holder, lease_until = excluded.lease_until
      WHERE w.lease_until <= now()
      RETURNING fence
      """;

  private static final String RENEW =
      """
      UPDATE feed_writers SET lease_until = now() + $3 * interval '1 millisecond'
      WHERE stream = $1 AND fence = $2
      """;

  private static final String RENEW_AND_TELL =
      """
      UPDATE feed_writers
      SET lease_until = now() + $3 * interval '1 millisecond', stream_last = $4, seen_at = now()
      WHERE stream = $1 AND fence = $2
      """;

  private static final String RELEASE =
      "UPDATE feed_writers SET lease_until = now() WHERE stream = $1 AND fence = $2";

  private final Database database;
  private final Duration length;

  LeaseStore(Database database, Duration length) {
    this.database = database;
    this.length = length;
  }

  /** A lease to write a stream. */
  record Lease(String stream, long fence) {}

  /** Empty while another node holds it. */
  Future<Optional<Lease>> take(String stream, String holder) {
    return database
        .query(TAKE, Tuple.of(stream, holder, length.toMillis()))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(new Lease(stream, rows.iterator().next().getLong(0))));
  }

  /** Fails with {@link LostLease} where another node has it now. */
  Future<Void> renew(Lease lease) {
    return database
        .query(RENEW, Tuple.of(lease.stream(), lease.fence(), length.toMillis()))
        .compose(LeaseStore::held);
  }

  /** Renews the lease and publishes the end of the stream to every node. */
  Future<Void> renew(Lease lease, long streamLast) {
    return database
        .query(
            RENEW_AND_TELL, Tuple.of(lease.stream(), lease.fence(), length.toMillis(), streamLast))
        .compose(LeaseStore::held);
  }

  private static Future<Void> held(RowSet<Row> rows) {
    return rows.rowCount() == 1 ? Future.succeededFuture() : Future.failedFuture(new LostLease());
  }

  /** Another node may take it at once. */
  Future<Void> release(Lease lease) {
    return database.query(RELEASE, Tuple.of(lease.stream(), lease.fence())).mapEmpty();
  }
}
