package io.foyer.feeds;

import io.foyer.feeds.LeaseStore.Lease;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.Tx;
import io.foyer.platform.nats.StreamMessage;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes batches of messages atomically: raw payloads, columns, numbers and the checkpoint. */
final class BatchStore {
  // The writer's row stays locked until the commit, so no other node can take over the stream in
  // between; of a node that sleeps in a transaction the server ends the session before its lease is
  // over.
  private static final String MOVE_CHECKPOINT =
      """
      WITH writer AS MATERIALIZED (
        SELECT stream, set_config('idle_in_transaction_session_timeout', '4s', true)
        FROM feed_writers WHERE stream = $1 AND fence = $2 FOR SHARE)
      UPDATE feed_incarnations i SET last_seq = $5
      FROM writer WHERE i.id = $3 AND i.stream = writer.stream AND i.last_seq = $4
      """;

  private static final String NUMBERS =
      """
      UPDATE feeds f SET last_number = f.last_number + u.messages
      FROM unnest($1::integer[], $2::bigint[]) AS u (id, messages)
      WHERE f.id = u.id RETURNING f.id, f.last_number - u.messages
      """;

  private static final String RAW =
      """
      INSERT INTO feed_messages (incarnation, seq, feed, number, at, headers, payload)
      SELECT $1, u.seq, u.feed, u.number, u.at, u.headers::json, u.payload
      FROM unnest($2::bigint[], $3::integer[], $4::bigint[], $5::timestamptz[], $6::text[], $7::bytea[])
        AS u (seq, feed, number, at, headers, payload)
      """;

  private static final String QUARANTINE =
      """
      WITH put AS (
        INSERT INTO feed_quarantine (incarnation, seq, feed, at, reason)
        SELECT $1, u.* FROM unnest($2::bigint[], $3::integer[], $4::timestamptz[], $5::text[]) AS u
        RETURNING feed)
      UPDATE feeds f SET quarantined = f.quarantined + more.messages
      FROM (SELECT feed, count(*) AS messages FROM put GROUP BY feed) AS more WHERE f.id = more.feed
      """;

  private static final String GAP =
      """
      WITH put AS (
        INSERT INTO feed_gaps (incarnation, first_seq, last_seq) VALUES ($1, $2, $3)
        RETURNING last_seq - first_seq + 1 AS messages)
      UPDATE feed_incarnations i SET gaps = i.gaps + 1, lost = i.lost + put.messages
      FROM put WHERE i.id = $1
      """;

  private static final int PAGE = 200;

  private final Database database;

  BatchStore(Database database) {
    this.database = database;
  }

  /**
   * Writes what follows a place, without a gap, after which it stands at the last of them.
   *
   * @return fails with {@link LostLease} if another node has written meanwhile
   */
  Future<Checkpoint> write(Checkpoint checkpoint, List<DecodedMessage> entries) {
    long last = entries.getLast().message().seq();
    return database
        .transaction(
            tx -> {
              Future<?> moved = move(tx, checkpoint, last);
              return numbers(tx, entries)
                  .compose(
                      before -> moved.compose(mine -> insert(tx, checkpoint, entries, before)));
            })
        .map(checkpoint.at(last));
  }

  /** The stream has lost what follows a place, up to {@code last}. */
  Future<Checkpoint> lost(Checkpoint checkpoint, long last) {
    return database
        .transaction(
            tx ->
                move(tx, checkpoint, last)
                    .compose(
                        mine ->
                            tx.query(
                                GAP,
                                Tuple.of(checkpoint.incarnation(), checkpoint.seq() + 1, last))))
        .map(checkpoint.at(last));
  }

  /** Some messages that have no columns: a backup keeps messages only as they came. */
  Future<List<Numbered>> missingColumns(Feed feed) {
    return database
        .query(
            """
            SELECT m.number, m.at, m.payload FROM feed_messages m
            WHERE m.feed = $1 AND m.number > (SELECT coalesce(max(c.feed_number), 0) FROM %s c)
            ORDER BY m.number LIMIT $2
            """
                .formatted(feed.table()),
            Tuple.of(feed.id(), PAGE))
        .map(
            rows -> {
              List<Numbered> found = new ArrayList<>();
              rows.forEach(row -> found.add(numbered(feed, row)));
              return found;
            });
  }

  /** What a newer description of the feed cannot read has its place all the same. */
  private static Numbered numbered(Feed feed, Row row) {
    Instant at = row.getOffsetDateTime(1).toInstant();
    byte[] payload = row.getBuffer(2).getBytes();
    var message = new StreamMessage(feed.subject(), 0, at, Map.of(), payload);
    DecodedMessage decodedMessage = DecodedMessage.of(feed, message);
    return new Numbered(
        row.getLong(0),
        decodedMessage.readable() ? decodedMessage : DecodedMessage.empty(feed, message));
  }

  /** Writes their columns. */
  Future<Void> backfill(Feed feed, List<Numbered> messages) {
    return database.transaction(tx -> columns(tx, feed, messages).mapEmpty());
  }

  /** A message with its number in the feed. */
  record Numbered(long number, DecodedMessage decodedMessage) {}

  private static Future<?> move(Tx tx, Checkpoint checkpoint, long last) {
    Lease lease = checkpoint.lease();
    return tx.query(
            MOVE_CHECKPOINT,
            Tuple.of(
                lease.stream(), lease.fence(), checkpoint.incarnation(), checkpoint.seq(), last))
        .compose(
            rows ->
                rows.rowCount() == 1
                    ? Future.succeededFuture()
                    : Future.failedFuture(new LostLease()));
  }

  /** For each feed the number before its first message here. */
  private static Future<Map<Integer, Long>> numbers(Tx tx, List<DecodedMessage> entries) {
    Map<Integer, Long> counts =
        entries.stream()
            .filter(DecodedMessage::readable)
            .collect(
                Collectors.groupingBy(
                    decodedMessage -> decodedMessage.feed().id(), Collectors.counting()));
    if (counts.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return tx.query(
            NUMBERS,
            Tuple.tuple()
                .addValue(counts.keySet().toArray(Integer[]::new))
                .addValue(counts.values().toArray(Long[]::new)))
        .map(
            rows -> {
              Map<Integer, Long> before = new HashMap<>();
              for (Row row : rows) {
                before.put(row.getInteger(0), row.getLong(1));
              }
              return before;
            });
  }

  private static Future<?> insert(
      Tx tx, Checkpoint checkpoint, List<DecodedMessage> entries, Map<Integer, Long> before) {
    @Nullable Long[] numbers = new Long[entries.size()];
    Map<Feed, List<Numbered>> byFeed = new LinkedHashMap<>();
    Map<Integer, Long> next = new HashMap<>(before);
    for (int i = 0; i < numbers.length; i++) {
      DecodedMessage decodedMessage = entries.get(i);
      if (decodedMessage.readable()) {
        long number = next.merge(decodedMessage.feed().id(), 1L, Long::sum);
        numbers[i] = number;
        byFeed
            .computeIfAbsent(decodedMessage.feed(), any -> new ArrayList<>())
            .add(new Numbered(number, decodedMessage));
      }
    }
    List<Future<?>> inserted = new ArrayList<>();
    inserted.add(raw(tx, checkpoint, entries, numbers));
    byFeed.forEach((feed, numbered) -> inserted.add(columns(tx, feed, numbered)));
    List<DecodedMessage> refused =
        entries.stream().filter(decodedMessage -> !decodedMessage.readable()).toList();
    if (!refused.isEmpty()) {
      inserted.add(quarantine(tx, checkpoint, refused));
    }
    return Future.all(inserted);
  }

  private static Future<?> raw(
      Tx tx, Checkpoint checkpoint, List<DecodedMessage> entries, @Nullable Long[] numbers) {
    int size = entries.size();
    Long[] seqs = new Long[size];
    Integer[] feeds = new Integer[size];
    OffsetDateTime[] at = new OffsetDateTime[size];
    @Nullable String[] headers = new String[size];
    Buffer[] payloads = new Buffer[size];
    for (int i = 0; i < size; i++) {
      DecodedMessage decodedMessage = entries.get(i);
      seqs[i] = decodedMessage.message().seq();
      feeds[i] = decodedMessage.feed().id();
      at[i] = at(decodedMessage);
      headers[i] =
          decodedMessage.message().headers().isEmpty()
              ? null
              : JsonObject.mapFrom(decodedMessage.message().headers()).encode();
      payloads[i] = Buffer.buffer(decodedMessage.message().payload());
    }
    return tx.query(
        RAW,
        Tuple.of(checkpoint.incarnation(), seqs, feeds, numbers, at, headers).addValue(payloads));
  }

  private static Future<?> quarantine(Tx tx, Checkpoint checkpoint, List<DecodedMessage> refused) {
    return tx.query(
        QUARANTINE,
        Tuple.of(
            checkpoint.incarnation(),
            refused.stream()
                .map(decodedMessage -> decodedMessage.message().seq())
                .toArray(Long[]::new),
            refused.stream()
                .map(decodedMessage -> decodedMessage.feed().id())
                .toArray(Integer[]::new),
            refused.stream().map(BatchStore::at).toArray(OffsetDateTime[]::new),
            refused.stream().map(DecodedMessage::reason).toArray(String[]::new)));
  }

  /** Writes their columns, in a transaction that has given them these numbers. */
  static Future<?> columns(Tx tx, Feed feed, List<Numbered> rows) {
    Tuple values = Tuple.tuple();
    values.addValue(rows.stream().map(Numbered::number).toArray(Long[]::new));
    values.addValue(
        rows.stream().map(row -> at(row.decodedMessage())).toArray(OffsetDateTime[]::new));
    List<Column> columns = feed.format().columns();
    for (int i = 0; i < columns.size(); i++) {
      int place = i;
      values.addValue(
          rows.stream()
              .map(row -> row.decodedMessage().values().get(place))
              .toArray(size -> array(columns.get(place).type(), size)));
    }
    return tx.query(statement(feed), values);
  }

  private static Object[] array(Column.Type type, int size) {
    return switch (type) {
      case TEXT, JSON, NUMERIC -> new String[size];
      case BIGINT -> new Long[size];
      case REAL -> new Float[size];
      case DOUBLE -> new Double[size];
      case BOOLEAN -> new Boolean[size];
      case BYTEA -> new Buffer[size];
    };
  }

  /** Of checked identifiers only. */
  private static String statement(Feed feed) {
    List<Column> columns = feed.format().columns();
    String names =
        columns.stream().map(it -> ", \"" + it.name() + '"').collect(Collectors.joining());
    String values =
        columns.stream()
            .map(it -> ", u.\"" + it.name() + "\"::" + it.type().sql())
            .collect(Collectors.joining());
    String arrays =
        IntStream.range(0, columns.size())
            .mapToObj(i -> ", $" + (i + 3) + "::" + sent(columns.get(i).type()) + "[]")
            .collect(Collectors.joining());
    return "INSERT INTO %s (feed_number, stored_at%s) SELECT u.feed_number, u.stored_at%s FROM unnest($1::bigint[], $2::timestamptz[]%s) AS u (feed_number, stored_at%s)"
        .formatted(feed.table(), names, values, arrays, names);
  }

  private static String sent(Column.Type type) {
    return switch (type) {
      case JSON, NUMERIC -> "text";
      default -> type.sql();
    };
  }

  private static OffsetDateTime at(DecodedMessage decodedMessage) {
    return decodedMessage.message().at().atOffset(ZoneOffset.UTC);
  }
}
