package io.foyer.feeds;

import io.foyer.feeds.StreamStatus.LagSample;
import io.foyer.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Read queries on a stream's status and message rate. They count no rows: the number of messages in
 * a time range is the difference of their numbers, minus those replayed in between.
 */
final class StreamQueries {
  static final String STREAM =
      """
      SELECT coalesce(w.lease_until > now(), false), w.stream_last, w.seen_at, i.last_seq,
             i.incarnations, i.gaps, i.lost,
             (SELECT coalesce(sum(pg_total_relation_size(t.relid)), 0)::bigint
              FROM pg_partition_tree('foyer.feed_messages') t WHERE t.isleaf)
      FROM (SELECT count(*) AS incarnations, coalesce(sum(gaps), 0)::bigint AS gaps,
                   coalesce(sum(lost), 0)::bigint AS lost,
                   coalesce((array_agg(last_seq ORDER BY id DESC))[1], 0) AS last_seq
            FROM feed_incarnations WHERE stream = $1) AS i
        LEFT JOIN feed_writers w ON w.stream = $1
      """;

  // The newest few by time, for several may be of one moment.
  static final String MINUTES =
      """
      WITH feed AS MATERIALIZED (
        SELECT coalesce(max(id), 0) AS id, coalesce(max(first_number), 1) AS first_number
        FROM feeds WHERE subject = $1
      ), bounds AS MATERIALIZED (
        SELECT b.at, f.id AS feed, n.number
        FROM feed f
          CROSS JOIN generate_series(1 - $2::integer, 1) AS i
          CROSS JOIN LATERAL (
            SELECT date_trunc('minute', now(), 'UTC') + i * interval '1 minute' AS at) AS b
          CROSS JOIN LATERAL (
            SELECT coalesce(max(number), f.first_number - 1) AS number FROM (
              SELECT m.number FROM feed_messages m
              WHERE m.feed = f.id AND m.number IS NOT NULL AND m.replayed IS NULL AND m.at < b.at
              ORDER BY m.at DESC LIMIT 5) AS newest) AS n
      ), minutes AS (
        SELECT feed, lag(at) OVER w AS at, lag(number) OVER w AS before, number
        FROM bounds WINDOW w AS (ORDER BY at)
      )
      SELECT m.at,
             greatest(0, m.number - m.before -
               (SELECT count(*) FROM feed_quarantine q WHERE q.feed = m.feed
                  AND q.replayed_as > m.before AND q.replayed_as <= m.number))
      FROM minutes m WHERE m.at IS NOT NULL ORDER BY m.at
      """;

  static final String GAPS =
      """
      SELECT i.stream, g.incarnation, g.first_seq, g.last_seq, g.found_at
      FROM feed_gaps g JOIN feed_incarnations i ON i.id = g.incarnation
      ORDER BY g.found_at DESC, g.incarnation DESC, g.first_seq DESC LIMIT $1
      """;

  private final Sql sql;

  StreamQueries(Sql sql) {
    this.sql = sql;
  }

  /** Status of a stream, also of one that was never written. */
  Future<StreamStatus> stream(String name) {
    return sql.query(STREAM, Tuple.of(name)).map(rows -> standing(name, rows.iterator().next()));
  }

  private static StreamStatus standing(String name, Row row) {
    OffsetDateTime seen = row.getOffsetDateTime(2);
    Optional<LagSample> look =
        seen == null
            ? Optional.empty()
            : Optional.of(
                new LagSample(Math.max(0, row.getLong(1) - row.getLong(3)), seen.toInstant()));
    return new StreamStatus(
        name,
        row.getBoolean(0),
        look,
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7));
  }

  /** The last minutes of a feed, oldest first; the last of them is under way. */
  Future<List<MinuteCount>> minutes(String subject, int last) {
    return sql.query(MINUTES, Tuple.of(subject, last))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(
                        row ->
                            new MinuteCount(row.getOffsetDateTime(0).toInstant(), row.getLong(1)))
                    .toList());
  }

  /** The newest gaps of all streams, newest first. */
  Future<List<Gap>> gaps(int most) {
    return sql.query(GAPS, Tuple.of(most))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(
                        row ->
                            new Gap(
                                row.getString(0),
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getOffsetDateTime(4).toInstant()))
                    .toList());
  }
}
