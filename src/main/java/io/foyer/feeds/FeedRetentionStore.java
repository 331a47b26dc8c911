package io.foyer.feeds;

import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseFailure;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retention: drops old messages by whole partitions (payloads, columns) with their quarantine and
 * gap records. Never waits for a lock: a partition that is being read is dropped in a later run.
 */
final class FeedRetentionStore {
  private static final Logger log = LoggerFactory.getLogger(FeedRetentionStore.class);
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  // While a table lock is waited for, all other transactions queue behind it.
  private static final String PATIENCE =
      """
      SELECT set_config('lock_timeout', '300ms', true),
             set_config('idle_in_transaction_session_timeout', '4s', true)
      """;

  /** The lock of {@link PartitionStore}: no partition is created meanwhile. */
  private static final String LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('foyer.feeds'))";

  private static final String OLDEST =
      """
      SELECT format('%I.%I', c.relnamespace::regnamespace::text, c.relname), bounds[2]::timestamptz
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid,
           regexp_match(pg_get_expr(c.relpartbound, c.oid), $$FROM \\('(.*)'\\) TO \\('(.*)'\\)$$) AS bounds
      WHERE i.inhparent = to_regclass('foyer.feed_messages')
        AND bounds[2]::timestamptz <= now() - $1::float8 * interval '1 second'
      ORDER BY 2 LIMIT 1
      """;

  private static final String COLUMNS =
      """
      SELECT format('%I.%I', c.relnamespace::regnamespace::text, c.relname)
      FROM feeds f
        JOIN pg_inherits i ON i.inhparent = to_regclass(format('feeds.%I', f.table_name))
        JOIN pg_class c ON c.oid = i.inhrelid,
        regexp_match(pg_get_expr(c.relpartbound, c.oid), $$FROM \\('(.*)'\\) TO \\('(.*)'\\)$$) AS bounds
      WHERE bounds[2]::timestamptz <= $1
      """;

  // Rows are locked in the order of the writer: incarnations, then feeds.
  private static final String GAPS =
      """
      WITH gone AS (
        DELETE FROM feed_gaps WHERE found_at < $1
        RETURNING incarnation, last_seq - first_seq + 1 AS messages)
      UPDATE feed_incarnations i SET gaps = i.gaps - less.gaps, lost = i.lost - less.messages
      FROM (SELECT incarnation, count(*) AS gaps, sum(messages)::bigint AS messages
            FROM gone GROUP BY incarnation) AS less
      WHERE i.id = less.incarnation
      """;

  private static final String FEEDS = "SELECT id FROM feeds ORDER BY id FOR NO KEY UPDATE";

  private static final String QUARANTINE =
      """
      WITH gone AS (DELETE FROM feed_quarantine WHERE at < $1 RETURNING feed, replayed_as)
      UPDATE feeds f SET quarantined = f.quarantined - less.messages
      FROM (SELECT feed, count(*) AS messages FROM gone WHERE replayed_as IS NULL GROUP BY feed)
        AS less
      WHERE f.id = less.feed
      """;

  private static final String FIRST =
      """
      UPDATE feeds f SET first_number = coalesce(
        (SELECT m.number FROM feed_messages m
         WHERE m.feed = f.id AND m.number IS NOT NULL ORDER BY m.number LIMIT 1),
        f.last_number + 1)
      """;

  private final Database database;

  FeedRetentionStore(Database database) {
    this.database = database;
  }

  /** A partition and its end. */
  private record Old(String table, OffsetDateTime end) {}

  /**
   * Drops the oldest partition if all of it is older.
   *
   * @return how many partitions of messages were dropped: one or none
   */
  Future<Integer> forget(Duration retention) {
    return database
        .transaction(
            tx ->
                tx.query(PATIENCE, Tuple.tuple())
                    .compose(set -> tx.query(LOCK, Tuple.tuple()))
                    .compose(
                        locked ->
                            locked.iterator().next().getBoolean(0)
                                ? oldest(tx, retention)
                                : Future.succeededFuture(0)))
        .recover(FeedRetentionStore::later);
  }

  private static Future<Integer> later(Throwable cause) {
    if (!DatabaseFailure.state(cause).equals(LOCK_NOT_AVAILABLE)) {
      return Future.failedFuture(cause);
    }
    log.atInfo().log("Feed partition is being read, dropped later");
    return Future.succeededFuture(0);
  }

  private static Future<Integer> oldest(Tx tx, Duration retention) {
    return tx.query(OLDEST, Tuple.of((double) retention.toSeconds()))
        .compose(
            rows -> {
              if (rows.size() == 0) {
                return Future.succeededFuture(0);
              }
              Row row = rows.iterator().next();
              return drop(tx, new Old(row.getString(0), row.getOffsetDateTime(1))).map(1);
            });
  }

  private static Future<?> drop(Tx tx, Old old) {
    return tx.query(GAPS, Tuple.of(old.end()))
        .compose(done -> tx.query(FEEDS, Tuple.tuple()))
        .compose(done -> tx.query(QUARANTINE, Tuple.of(old.end())))
        .compose(done -> tx.query(COLUMNS, Tuple.of(old.end())))
        .compose(columns -> tx.query(statement(old, columns), Tuple.tuple()))
        .compose(done -> tx.query(FIRST, Tuple.tuple()))
        .onSuccess(
            done ->
                log.atInfo()
                    .addKeyValue("before", old.end().toInstant())
                    .log("Old feed messages dropped"));
  }

  /** Of names that the catalogue of PostgreSQL has quoted. */
  private static String statement(Old old, RowSet<Row> columns) {
    List<String> tables = new ArrayList<>(List.of(old.table()));
    columns.forEach(row -> tables.add(row.getString(0)));
    return "DROP TABLE " + String.join(", ", tables);
  }
}
