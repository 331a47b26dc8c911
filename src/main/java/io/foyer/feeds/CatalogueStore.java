package io.foyer.feeds;

import io.foyer.platform.db.Database;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Creates the rows and tables of the configured feeds, and rejects definitions that differ from
 * existing ones.
 */
final class CatalogueStore {
  // One at a time, also of several nodes that start together.
  private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('foyer.feeds'))";

  private static final String ENTER =
      """
      INSERT INTO feeds (id, subject, table_name)
      VALUES ((SELECT coalesce(max(id), 0) + 1 FROM feeds), $1, $2)
      ON CONFLICT (subject) DO UPDATE SET subject = excluded.subject
      RETURNING id, table_name
      """;

  private static final String COLUMNS =
      """
      SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
      WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
      """;

  private final Database database;

  CatalogueStore(Database database) {
    this.database = database;
  }

  /**
   * The feeds of these definitions, with their tables as they must be.
   *
   * @return fails with {@link IllegalArgumentException} where a table is another feed's or has
   *     columns of another type
   */
  Future<List<Feed>> open(List<Definition> definitions) {
    return database.transaction(
        tx -> tx.query(LOCK, Tuple.tuple()).compose(locked -> open(tx, definitions, 0)));
  }

  private static Future<List<Feed>> open(Tx tx, List<Definition> definitions, int from) {
    if (from == definitions.size()) {
      return Future.succeededFuture(new ArrayList<>());
    }
    return one(tx, definitions.get(from))
        .compose(
            feed ->
                open(tx, definitions, from + 1)
                    .map(
                        later -> {
                          later.addFirst(feed);
                          return later;
                        }));
  }

  private static Future<Feed> one(Tx tx, Definition definition) {
    return tx.query(ENTER, Tuple.of(definition.subject(), definition.table()))
        .map(rows -> feed(rows.iterator().next(), definition))
        .compose(feed -> table(tx, feed).map(feed));
  }

  private static Feed feed(Row row, Definition definition) {
    if (!row.getString(1).equals(definition.table())) {
      throw new IllegalArgumentException(
          "feed %s is kept in table %s, not in %s"
              .formatted(definition.subject(), row.getString(1), definition.table()));
    }
    return new Feed(row.getInteger(0), definition);
  }

  private static Future<Void> table(Tx tx, Feed feed) {
    return tx.query(COLUMNS, Tuple.of(feed.table()))
        .compose(
            rows -> {
              Map<String, String> types = new HashMap<>();
              rows.forEach(row -> types.put(row.getString(0), row.getString(1)));
              return types.isEmpty() ? create(tx, feed) : extend(tx, feed, types);
            });
  }

  private static Future<Void> create(Tx tx, Feed feed) {
    String columns =
        feed.format().columns().stream()
            .map(column -> ", " + definition(column))
            .collect(Collectors.joining());
    return tx.query(
            "CREATE TABLE "
                + feed.table()
                + " (feed_number bigint NOT NULL, stored_at timestamptz NOT NULL"
                + columns
                + ", PRIMARY KEY (feed_number, stored_at)) PARTITION BY RANGE (stored_at)",
            Tuple.tuple())
        .mapEmpty();
  }

  private static Future<Void> extend(Tx tx, Feed feed, Map<String, String> types) {
    List<String> missing = new ArrayList<>();
    for (Column column : feed.format().columns()) {
      String type = types.get(column.name());
      if (type == null) {
        missing.add("ADD COLUMN " + definition(column));
      } else if (!type.equals(column.type().sql())) {
        return Future.failedFuture(
            new IllegalArgumentException(
                "column %s of %s is %s; the field is %s"
                    .formatted(column.name(), feed.table(), type, column.type().sql())));
      }
    }
    return missing.isEmpty()
        ? Future.succeededFuture()
        : tx.query("ALTER TABLE " + feed.table() + " " + String.join(", ", missing), Tuple.tuple())
            .mapEmpty();
  }

  private static String definition(Column column) {
    return '"' + column.name() + "\" " + column.type().sql();
  }
}
