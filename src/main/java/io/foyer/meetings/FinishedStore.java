package io.foyer.meetings;

import io.foyer.meetings.MeetingService.Forgotten;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** Deletes meetings whose retention has ended. */
final class FinishedStore {
  // Ids begin with the milliseconds of their making, so the oldest are found by the primary key and
  // no index on the start is needed. Who takes part goes with the meeting.
  private static final String FORGET =
      """
      WITH old AS MATERIALIZED (
        SELECT id FROM meetings
        WHERE origin = $1 AND starts_at < now() - make_interval(secs => $2)
          AND id < lpad(to_hex((extract(epoch FROM now() - make_interval(secs => $2)) * 1000)::bigint),
                        12, '0')
        ORDER BY id LIMIT 1000
        FOR UPDATE SKIP LOCKED)
      DELETE FROM meetings AS m USING old WHERE m.id = old.id
      RETURNING m.id, m.origin_id
      """;

  /** Deletes at most 1,000 meetings that were booked and began longer ago. */
  Future<List<Forgotten>> forget(Tx tx, String origin, Duration retention) {
    return tx.query(FORGET, Tuple.of(origin, (double) retention.toSeconds()))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> new Forgotten(row.getString(0), row.getString(1)))
                    .toList());
  }
}
