package io.foyer.feeds;

import io.foyer.feeds.FeedsConfig.Partition;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Cuts partitioned tables into stretches of time, each as it is needed. */
final class PartitionStore {
  private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('foyer.feeds'))";

  private static final String COVERING =
      """
      SELECT from_at, to_at FROM feed_partitions
      WHERE parent = $1 AND from_at <= $2 AND to_at > $2
      """;

  private static final String NEIGHBOURS =
      """
      SELECT max(to_at) FILTER (WHERE to_at <= $2), min(from_at) FILTER (WHERE from_at > $2)
      FROM feed_partitions WHERE parent = $1
      """;

  private static final String ENTER =
      "INSERT INTO feed_partitions (parent, from_at, to_at, name) VALUES ($1, $2, $3, $4)";

  private final Database database;
  private final Partition size;

  PartitionStore(Database database, Partition size) {
    this.database = database;
    this.size = size;
  }

  /** A stretch of time, without its end. */
  record Stretch(OffsetDateTime from, OffsetDateTime to) {
    boolean covers(Instant at) {
      return !at.isBefore(from.toInstant()) && at.isBefore(to.toInstant());
    }
  }

  /**
   * The partition that takes rows of this moment, made where there is none.
   *
   * @param schema of {@code table}; both are checked identifiers
   */
  Future<Stretch> covering(String schema, String table, Instant at) {
    String parent = schema + "." + table;
    OffsetDateTime moment = at.atOffset(ZoneOffset.UTC);
    return database.transaction(
        tx ->
            tx.query(LOCK, Tuple.tuple())
                .compose(locked -> tx.query(COVERING, Tuple.of(parent, moment)))
                .compose(
                    rows ->
                        rows.size() > 0
                            ? Future.succeededFuture(stretch(rows.iterator().next()))
                            : make(tx, schema, table, moment)));
  }

  private Future<Stretch> make(Tx tx, String schema, String table, OffsetDateTime moment) {
    String parent = schema + "." + table;
    return tx.query(NEIGHBOURS, Tuple.of(parent, moment))
        .map(rows -> within(rows.iterator().next(), whole(moment)))
        .compose(
            free -> {
              String name =
                  table + "_" + DateTimeFormatter.BASIC_ISO_DATE.format(free.from().toLocalDate());
              return tx.query(
                      "CREATE TABLE %s.\"%s\" PARTITION OF %s.\"%s\" FOR VALUES FROM ('%s') TO ('%s')"
                          .formatted(schema, name, schema, table, free.from(), free.to()),
                      Tuple.tuple())
                  .compose(made -> tx.query(ENTER, Tuple.of(parent, free.from(), free.to(), name)))
                  .map(free);
            });
  }

  private Stretch whole(OffsetDateTime moment) {
    OffsetDateTime day = moment.truncatedTo(ChronoUnit.DAYS);
    return switch (size) {
      case MONTH -> new Stretch(day.withDayOfMonth(1), day.withDayOfMonth(1).plusMonths(1));
      case DAY -> new Stretch(day, day.plusDays(1));
    };
  }

  /** The size may have been another one before: what is there already stays. */
  private static Stretch within(Row neighbours, Stretch whole) {
    OffsetDateTime before = neighbours.getOffsetDateTime(0);
    OffsetDateTime after = neighbours.getOffsetDateTime(1);
    return new Stretch(
        before != null && before.isAfter(whole.from()) ? before : whole.from(),
        after != null && after.isBefore(whole.to()) ? after : whole.to());
  }

  private static Stretch stretch(Row row) {
    return new Stretch(
        row.getOffsetDateTime(0).withOffsetSameInstant(ZoneOffset.UTC),
        row.getOffsetDateTime(1).withOffsetSameInstant(ZoneOffset.UTC));
  }
}
