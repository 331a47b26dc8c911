package io.foyer.feeds;

import io.foyer.feeds.MessageRange.Period;
import io.foyer.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Read queries on the catalogue. A feed without messages has no row and counts as empty. */
final class FeedQueries {
  /** Of the messages of a page, in bytes as they came; one message may have more. */
  private static final int LARGEST_PAGE = 1024 * 1024;

  private static final OffsetDateTime EVER = OffsetDateTime.parse("0001-01-01T00:00:00Z");
  private static final OffsetDateTime NEVER = OffsetDateTime.parse("9999-12-31T23:59:59Z");

  // The newest few by time, for several may be of one moment; see StreamQueries for the pace.
  static final String STANDINGS =
      """
      SELECT f.subject, f.first_number, f.last_number, f.quarantined,
             greatest(0, head.number - before.number -
               (SELECT count(*) FROM feed_quarantine q WHERE q.feed = f.id
                  AND q.replayed_as > before.number AND q.replayed_as <= head.number)),
             (SELECT coalesce(sum(pg_total_relation_size(t.relid)), 0)::bigint
              FROM pg_partition_tree(to_regclass(format('feeds.%I', f.table_name))) t
              WHERE t.isleaf),
             coalesce(head.at,
               (SELECT m.at FROM feed_messages m
                WHERE m.feed = f.id AND m.number = f.last_number ORDER BY m.number LIMIT 1))
      FROM feeds f
        CROSS JOIN LATERAL (
          SELECT coalesce(max(number), f.first_number - 1) AS number, max(at) AS at FROM (
            SELECT m.number, m.at FROM feed_messages m
            WHERE m.feed = f.id AND m.number IS NOT NULL AND m.replayed IS NULL
            ORDER BY m.at DESC LIMIT 5) AS newest) AS head
        CROSS JOIN LATERAL (
          SELECT coalesce(max(number), f.first_number - 1) AS number FROM (
            SELECT m.number FROM feed_messages m
            WHERE m.feed = f.id AND m.number IS NOT NULL AND m.replayed IS NULL
              AND m.at < now() - interval '60 seconds'
            ORDER BY m.at DESC LIMIT 5) AS newest) AS before
      WHERE f.subject = ANY($1)
      """;

  private static final String HEAD =
      "SELECT id, first_number, last_number FROM feeds WHERE subject = $1";

  // Numbers and moments rise together, but for a broker's clock that was set back: then the first
  // by time is not the first by number. A thousand are looked at for that. What was replayed has a
  // number of later than its time, and is asked for by itself.
  static final String NUMBERS =
      """
      SELECT least(first.number, replayed.first), coalesce(last.number, 0),
             greatest(last.number, replayed.last)
      FROM (SELECT min(number) AS number FROM (
              SELECT number FROM feed_messages
              WHERE feed = $1 AND number IS NOT NULL AND replayed IS NULL AND at >= $2 AND at < $3
              ORDER BY at LIMIT 1000) AS oldest) AS first,
           (SELECT max(number) AS number FROM (
              SELECT number FROM feed_messages
              WHERE feed = $1 AND number IS NOT NULL AND replayed IS NULL AND at >= $2 AND at < $3
              ORDER BY at DESC LIMIT 1000) AS newest) AS last,
           (SELECT min(replayed_as) AS first, max(replayed_as) AS last FROM feed_quarantine
            WHERE feed = $1 AND replayed_as IS NOT NULL AND at >= $2 AND at < $3) AS replayed
      """;

  static final String PAGE =
      """
      SELECT number, at, seq, incarnation, payload FROM (
        SELECT m.number, m.at, m.seq, m.incarnation, m.payload,
               sum(octet_length(m.payload)) OVER (ORDER BY m.number ROWS UNBOUNDED PRECEDING)
                 - octet_length(m.payload) AS before
        FROM feed_messages m
        WHERE m.feed = $1 AND m.number > $2 AND m.number <= $3
        ORDER BY m.number LIMIT $4) AS page
      WHERE before < $5 ORDER BY number
      """;

  // Between the last of a time and the first that was replayed may lie all that came since.
  static final String PAGE_OF_PERIOD =
      """
      SELECT number, at, seq, incarnation, payload FROM (
        SELECT number, at, seq, incarnation, payload,
               sum(octet_length(payload)) OVER (ORDER BY number ROWS UNBOUNDED PRECEDING)
                 - octet_length(payload) AS before
        FROM (
          (SELECT m.number, m.at, m.seq, m.incarnation, m.payload FROM feed_messages m
           WHERE m.feed = $1 AND m.number > $2 AND m.number <= $6 AND m.replayed IS NULL
             AND m.at >= $7 AND m.at < $8
           ORDER BY m.number LIMIT $4)
          UNION ALL
          (SELECT m.number, m.at, m.seq, m.incarnation, m.payload FROM (
             SELECT q.incarnation, q.seq, q.at FROM feed_quarantine q
             WHERE q.feed = $1 AND q.replayed_as > $2 AND q.replayed_as <= $3
               AND q.at >= $7 AND q.at < $8
             ORDER BY q.replayed_as LIMIT $4) AS replayed
           JOIN feed_messages m USING (incarnation, seq, at))) AS merged
        ORDER BY number LIMIT $4) AS page
      WHERE before < $5 ORDER BY number
      """;

  private static final String FOLLOWING =
      PAGE.replace("$1", "(SELECT id FROM feeds WHERE subject = $1)");

  private final Sql sql;

  FeedQueries(Sql sql) {
    this.sql = sql;
  }

  /** Statistics of feeds by subject; without those that have no messages. */
  Future<Map<String, FeedStats>> standings(List<String> subjects) {
    return sql.query(STANDINGS, Tuple.tuple().addValue(subjects.toArray(String[]::new)))
        .map(
            rows -> {
              Map<String, FeedStats> all = new HashMap<>();
              rows.forEach(row -> all.put(row.getString(0), standing(row)));
              return all;
            });
  }

  private static FeedStats standing(Row row) {
    return new FeedStats(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        Optional.ofNullable(row.getOffsetDateTime(6)).map(OffsetDateTime::toInstant));
  }

  /** What a feed has after a number, in a stretch of time, up to its newest. */
  Future<MessageRange> span(String subject, long after, Period period) {
    return sql.query(HEAD, Tuple.of(subject))
        .map(rows -> span(rows, after, period))
        .compose(
            range ->
                period.always() || range.over() ? Future.succeededFuture(range) : narrowed(range));
  }

  private static MessageRange span(RowSet<Row> rows, long after, Period period) {
    if (rows.size() == 0) {
      return new MessageRange(0, 1, 0, after, 0, 0, period);
    }
    Row row = rows.iterator().next();
    return new MessageRange(
        row.getInteger(0),
        row.getLong(1),
        row.getLong(2),
        after,
        row.getLong(2),
        row.getLong(2),
        period);
  }

  private Future<MessageRange> narrowed(MessageRange range) {
    return sql.query(NUMBERS, Tuple.of(range.feed(), from(range.period()), to(range.period())))
        .map(rows -> rows.iterator().next())
        .map(
            row ->
                row.getLong(0) == null
                    ? range.within(1, 0, 0)
                    : range.within(row.getLong(0), row.getLong(1), row.getLong(2)));
  }

  /** The first messages of a span, in order; at least one where it is not over. */
  Future<List<StoredMessage>> page(MessageRange range, int most) {
    Tuple bounds = Tuple.of(range.feed(), range.after(), range.last(), most, LARGEST_PAGE);
    Period period = range.period();
    return (period.always()
            ? sql.query(PAGE, bounds)
            : sql.query(
                PAGE_OF_PERIOD,
                bounds
                    .addLong(range.ordinary())
                    .addOffsetDateTime(from(period))
                    .addOffsetDateTime(to(period))))
        .map(FeedQueries::all);
  }

  /**
   * The first messages after a number, in order.
   *
   * @param most messages, and {@code bytes} of payload, but one at least
   */
  Future<List<StoredMessage>> page(String subject, long after, int most, int bytes) {
    return sql.query(FOLLOWING, Tuple.of(subject, after, Long.MAX_VALUE, most, bytes))
        .map(FeedQueries::all);
  }

  private static List<StoredMessage> all(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(FeedQueries::kept).toList();
  }

  private static StoredMessage kept(Row row) {
    return new StoredMessage(
        row.getLong(0),
        row.getOffsetDateTime(1).toInstant(),
        row.getLong(2),
        row.getLong(3),
        row.getBuffer(4));
  }

  private static OffsetDateTime from(Period period) {
    return period.from().map(FeedQueries::utc).orElse(EVER);
  }

  private static OffsetDateTime to(Period period) {
    return period.to().map(FeedQueries::utc).orElse(NEVER);
  }

  private static OffsetDateTime utc(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC);
  }
}
