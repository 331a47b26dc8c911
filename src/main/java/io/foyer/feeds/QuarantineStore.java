package io.foyer.feeds;

import io.foyer.feeds.BatchStore.Numbered;
import io.foyer.feeds.Quarantined.Replay;
import io.foyer.feeds.Quarantined.StreamPosition;
import io.foyer.platform.Problem;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Stores undecodable messages, and moves them into the feed once they can be decoded. */
final class QuarantineStore {
  /** Of the messages of a page, in bytes as they came; one message may have more. */
  private static final int LARGEST_PAGE = 1024 * 1024;

  private static final String FEED = "SELECT id FROM feeds WHERE subject = $1";

  static final String PAGE =
      """
      SELECT incarnation, seq, at, reason, found_at, payload, replayed_as, replayed_at FROM (
        SELECT q.*, m.payload,
               sum(octet_length(m.payload))
                   OVER (ORDER BY q.incarnation, q.seq ROWS UNBOUNDED PRECEDING)
                 - octet_length(m.payload) AS before
        FROM (SELECT * FROM feed_quarantine
              WHERE feed = $1 AND (incarnation, seq) > ($2, $3)
                AND ($4::boolean OR replayed_as IS NULL)
              ORDER BY incarnation, seq LIMIT $5) AS q
          JOIN feed_messages m
            ON m.incarnation = q.incarnation AND m.seq = q.seq AND m.at = q.at) AS page
      WHERE before < $6 ORDER BY incarnation, seq
      """;

  private static final String SOME =
      """
      SELECT q.incarnation, q.seq, q.at, q.reason, q.found_at, m.payload, q.replayed_as, q.replayed_at
      FROM unnest($2::bigint[], $3::bigint[]) AS u (incarnation, seq)
        JOIN feed_quarantine q ON q.incarnation = u.incarnation AND q.seq = u.seq
        JOIN feed_messages m ON m.incarnation = q.incarnation AND m.seq = q.seq AND m.at = q.at
      WHERE q.feed = $1 AND q.replayed_as IS NULL ORDER BY q.incarnation, q.seq
      """;

  // The lock that numbers are given under: the writer waits for it, and so does another replay.
  // A stalled transaction blocks the writer no longer than this.
  private static final String LOCK =
      """
      SELECT last_number, set_config('idle_in_transaction_session_timeout', '4s', true)
      FROM feeds WHERE id = $1 FOR NO KEY UPDATE
      """;

  private static final String OPEN =
      """
      SELECT q.incarnation, q.seq FROM unnest($2::bigint[], $3::bigint[]) AS u (incarnation, seq)
        JOIN feed_quarantine q ON q.incarnation = u.incarnation AND q.seq = u.seq
      WHERE q.feed = $1 AND q.replayed_as IS NULL
      """;

  private static final String HEAD =
      """
      UPDATE feeds SET last_number = last_number + $2, quarantined = quarantined - $2 WHERE id = $1
      """;

  private static final String NUMBER =
      """
      UPDATE feed_messages m SET number = u.number, replayed = true
      FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::bigint[])
        AS u (incarnation, seq, at, number)
      WHERE m.incarnation = u.incarnation AND m.seq = u.seq AND m.at = u.at
      """;

  private static final String MARK =
      """
      UPDATE feed_quarantine q SET replayed_as = u.number, replayed_at = now()
      FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS u (incarnation, seq, number)
      WHERE q.incarnation = u.incarnation AND q.seq = u.seq
      """;

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Database database;

  QuarantineStore(Database database) {
    this.database = database;
  }

  /** A feed with its database id; empty if it has no row yet. */
  Future<Optional<Feed>> feed(Definition definition) {
    return database
        .query(FEED, Tuple.of(definition.subject()))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(new Feed(rows.iterator().next().getInteger(0), definition)));
  }

  /**
   * Those of a feed after a place, in order; at least one where there is one.
   *
   * @param all also those that were replayed
   */
  Future<List<Quarantined>> page(Feed feed, StreamPosition after, int most, boolean all) {
    return database
        .query(PAGE, Tuple.of(feed.id(), after.incarnation(), after.seq(), all, most, LARGEST_PAGE))
        .map(QuarantineStore::found);
  }

  /** Of these places those where a message of the feed waits. */
  Future<List<Quarantined>> some(Feed feed, List<StreamPosition> spots) {
    return database
        .query(SOME, Tuple.of(feed.id(), incarnations(spots), seqs(spots)))
        .map(QuarantineStore::found);
  }

  private static List<Quarantined> found(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(QuarantineStore::one).toList();
  }

  private static Quarantined one(Row row) {
    Long number = row.getLong(6);
    return new Quarantined(
        new StreamPosition(row.getLong(0), row.getLong(1)),
        row.getOffsetDateTime(2).toInstant(),
        row.getString(3),
        row.getOffsetDateTime(4).toInstant(),
        row.getBuffer(5),
        number == null
            ? Optional.empty()
            : Optional.of(new Replay(number, row.getOffsetDateTime(7).toInstant())));
  }

  /**
   * Gives messages that can be read now the next numbers of their feed, with their columns. One
   * that was replayed concurrently is skipped. There must be partitions for them.
   *
   * @return how many got a number; all of them or none
   */
  Future<Integer> replay(Feed feed, Map<StreamPosition, DecodedMessage> readable) {
    return database.transaction(
        tx ->
            tx.query(LOCK, Tuple.of(feed.id()))
                .compose(
                    locked -> {
                      long last = locked.iterator().next().getLong(0);
                      return backfill(tx, feed)
                          .compose(done -> open(tx, feed, readable))
                          .compose(open -> number(tx, feed, last, open));
                    }));
  }

  /** After a restore columns are written anew by number, and must not find later ones there. */
  private static Future<?> backfill(Tx tx, Feed feed) {
    return tx.query(
            """
            SELECT FROM feed_messages m
            WHERE m.feed = $1 AND m.number > (SELECT coalesce(max(c.feed_number), 0) FROM %s c)
            ORDER BY m.number LIMIT 1
            """
                .formatted(feed.table()),
            Tuple.of(feed.id()))
        .compose(
            bare ->
                bare.size() == 0
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new Problem.Unavailable(
                                "The columns of this feed are being written anew.", RETRY)
                            .asException()));
  }

  private static Future<Map<StreamPosition, DecodedMessage>> open(
      Tx tx, Feed feed, Map<StreamPosition, DecodedMessage> readable) {
    List<StreamPosition> spots = List.copyOf(readable.keySet());
    return tx.query(OPEN, Tuple.of(feed.id(), incarnations(spots), seqs(spots)))
        .map(
            rows -> {
              Set<StreamPosition> open = new HashSet<>();
              rows.forEach(row -> open.add(new StreamPosition(row.getLong(0), row.getLong(1))));
              Map<StreamPosition, DecodedMessage> left = new LinkedHashMap<>(readable);
              left.keySet().retainAll(open);
              return left;
            });
  }

  private static Future<Integer> number(
      Tx tx, Feed feed, long last, Map<StreamPosition, DecodedMessage> open) {
    if (open.isEmpty()) {
      return Future.succeededFuture(0);
    }
    List<StreamPosition> spots = List.copyOf(open.keySet());
    List<Numbered> numbered = new ArrayList<>();
    open.values()
        .forEach(
            decodedMessage ->
                numbered.add(new Numbered(last + numbered.size() + 1, decodedMessage)));
    Long[] numbers = numbered.stream().map(Numbered::number).toArray(Long[]::new);
    OffsetDateTime[] at =
        open.values().stream()
            .map(decodedMessage -> decodedMessage.message().at().atOffset(ZoneOffset.UTC))
            .toArray(OffsetDateTime[]::new);
    return Future.all(
            Arrays.asList(
                tx.query(HEAD, Tuple.of(feed.id(), (long) spots.size())),
                all(tx, NUMBER, Tuple.of(incarnations(spots), seqs(spots), at, numbers)),
                all(tx, MARK, Tuple.of(incarnations(spots), seqs(spots), numbers)),
                BatchStore.columns(tx, feed, numbered)))
        .map(spots.size());
  }

  /** The last value has one for each row that is to be changed. */
  private static Future<?> all(Tx tx, String statement, Tuple values) {
    int rows = values.getArrayOfLongs(values.size() - 1).length;
    return tx.query(statement, values)
        .compose(
            done ->
                done.rowCount() == rows
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new IllegalStateException(done.rowCount() + " of " + rows + " changed")));
  }

  private static Long[] incarnations(List<StreamPosition> spots) {
    return spots.stream().map(StreamPosition::incarnation).toArray(Long[]::new);
  }

  private static Long[] seqs(List<StreamPosition> spots) {
    return spots.stream().map(StreamPosition::seq).toArray(Long[]::new);
  }
}
