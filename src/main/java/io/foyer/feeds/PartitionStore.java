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
import java.util.ArrayList;
import java.util.List;

/** Creates time partitions of the feed tables on demand. */
final class PartitionStore {
  // A stalled transaction must not block the writer of another node for long.
  private static final String LOCK =
      """
      SELECT set_config('idle_in_transaction_session_timeout', '4s', true),
             pg_advisory_xact_lock(hashtext('foyer.feeds'))
      """;

  // As the catalogue of PostgreSQL has them, so that what is there and what is known never differ.
  private static final String PARTITIONS =
      """
      SELECT bounds[1]::timestamptz AS from_at, bounds[2]::timestamptz AS to_at
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid,
           regexp_match(pg_get_expr(c.relpartbound, c.oid), $$FROM \\('(.*)'\\) TO \\('(.*)'\\)$$) AS bounds
      WHERE i.inhparent = to_regclass($1) ORDER BY from_at
      """;

  private final Database database;
  private final Partition size;

  PartitionStore(Database database, Partition size) {
    this.database = database;
    this.size = size;
  }

  /** A time range, {@code to} exclusive. */
  record TimeRange(OffsetDateTime from, OffsetDateTime to) {
    boolean covers(Instant at) {
      return !at.isBefore(from.toInstant()) && at.isBefore(to.toInstant());
    }
  }

  /**
   * The partition that takes rows of this moment, made where there is none.
   *
   * @param schema of {@code table}; both are checked identifiers
   */
  Future<TimeRange> covering(String schema, String table, Instant at) {
    String parent = schema + ".\"" + table + '"';
    return database.transaction(
        tx ->
            tx.query(LOCK, Tuple.tuple())
                .compose(locked -> tx.query(PARTITIONS, Tuple.of(parent)))
                .compose(
                    rows -> {
                      List<TimeRange> there = new ArrayList<>();
                      rows.forEach(row -> there.add(stretch(row)));
                      return there.stream()
                          .filter(each -> each.covers(at))
                          .findFirst()
                          .map(Future::succeededFuture)
                          .orElseGet(() -> make(tx, schema, table, free(there, at)));
                    }));
  }

  /**
   * Attached when it is there: to be made as a partition it would have to wait for every reader.
   */
  private static Future<TimeRange> make(Tx tx, String schema, String table, TimeRange free) {
    String parent = "%s.\"%s\"".formatted(schema, table);
    String day = DateTimeFormatter.BASIC_ISO_DATE.format(free.from().toLocalDate());
    String name = "%s.\"%s_%s\"".formatted(schema, table, day);
    return tx.query(
            "CREATE TABLE %s (LIKE %s INCLUDING ALL)".formatted(name, parent), Tuple.tuple())
        .compose(
            made ->
                tx.query(
                    "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
                        .formatted(parent, name, free.from(), free.to()),
                    Tuple.tuple()))
        .map(free);
  }

  /** The size may have been another one before: what is there already stays. */
  private TimeRange free(List<TimeRange> there, Instant at) {
    TimeRange free = whole(at.atOffset(ZoneOffset.UTC));
    for (TimeRange each : there) {
      if (!each.to().toInstant().isAfter(at) && each.to().isAfter(free.from())) {
        free = new TimeRange(each.to(), free.to());
      }
      if (each.from().toInstant().isAfter(at) && each.from().isBefore(free.to())) {
        free = new TimeRange(free.from(), each.from());
      }
    }
    return free;
  }

  private TimeRange whole(OffsetDateTime moment) {
    OffsetDateTime day = moment.truncatedTo(ChronoUnit.DAYS);
    return switch (size) {
      case MONTH -> new TimeRange(day.withDayOfMonth(1), day.withDayOfMonth(1).plusMonths(1));
      case DAY -> new TimeRange(day, day.plusDays(1));
    };
  }

  private static TimeRange stretch(Row row) {
    return new TimeRange(
        row.getOffsetDateTime(0).withOffsetSameInstant(ZoneOffset.UTC),
        row.getOffsetDateTime(1).withOffsetSameInstant(ZoneOffset.UTC));
  }
}
