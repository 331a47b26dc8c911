package io.foyer.platform.inbox;

import static java.util.Objects.requireNonNull;

import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Records deliveries for deduplication in the tables {@code inbox} and {@code quarantine}. */
public final class InboxStore {
  // A repeat is counted rather than ignored, so that the row comes back with its hash even when
  // another transaction committed it after this statement began.
  private static final String RECORD =
      """
      INSERT INTO inbox AS i (source, delivery, body_hash, event, subject, repeats)
      SELECT $1, delivery, body_hash, event, subject, copies - 1
      FROM unnest($2::text[], $3::bytea[], $4::text[], $5::text[], $6::integer[])
        AS came (delivery, body_hash, event, subject, copies)
      ORDER BY delivery
      ON CONFLICT (source, delivery) DO UPDATE SET repeats = i.repeats + excluded.repeats + 1
      RETURNING delivery, repeats, body_hash
      """;

  private static final String OF_SUBJECT =
      """
      SELECT event, delivery, repeats, received_at FROM inbox
      WHERE subject = $1 AND source = $2 ORDER BY received_at, delivery LIMIT 200
      """;

  private static final String FORGET =
      """
      WITH old AS MATERIALIZED (
        SELECT source, delivery FROM inbox
        WHERE received_at < now() - make_interval(secs => $1) LIMIT 5000
        FOR UPDATE SKIP LOCKED)
      DELETE FROM inbox AS i USING old WHERE i.source = old.source AND i.delivery = old.delivery
      """;

  /** Bytes of a quarantined body that are kept: enough to see what it is. */
  private static final int QUARANTINED_BODY = 64 << 10;

  /** Rows of the quarantine: 64 MiB with {@link #QUARANTINED_BODY} bytes each. */
  private static final int QUARANTINED_ROWS = 1_000;

  // The oldest go first; at most a few at a time, as each message adds one.
  // The limit is found without locks: rows that OFFSET skips would be locked, too.
  private static final String QUARANTINE =
      """
      WITH over AS MATERIALIZED (
        SELECT id FROM quarantine
        WHERE id <= (SELECT id FROM quarantine ORDER BY id DESC OFFSET $5 LIMIT 1)
        LIMIT 100 FOR UPDATE SKIP LOCKED
      ), gone AS (
        DELETE FROM quarantine AS q USING over WHERE q.id = over.id
      )
      INSERT INTO quarantine (source, reason, headers, body) VALUES ($1, $2, $3, $4)
      """;

  private static final String FORGET_QUARANTINED =
      """
      WITH old AS MATERIALIZED (
        SELECT id FROM quarantine
        WHERE received_at < now() - make_interval(secs => $1) LIMIT 5000
        FOR UPDATE SKIP LOCKED)
      DELETE FROM quarantine AS q USING old WHERE q.id = old.id
      """;

  private static final String QUARANTINED = "SELECT count(*) AS n FROM quarantine";

  /** A delivery with its event type and subject. */
  public record Arrival(DedupeKey dedupeKey, String event, String subject) {}

  /** Whether a delivery is new, a duplicate, or a conflict: the same id with another body. */
  public enum DedupeResult {
    FRESH,
    REPEATED,
    CONTRADICTING
  }

  /** An inbox row, for the history of its subject. */
  public record Received(String event, String delivery, int repeats, OffsetDateTime at) {}

  /** A delivery as it is stored, with the number of its arrivals in one group. */
  private record Copies(Arrival first, int count) {
    Copies one() {
      return new Copies(first, count + 1);
    }
  }

  /**
   * Records deliveries. One that arrives several times is recorded once and its repeats are
   * counted.
   *
   * @param arrivals of one source, in the order they came
   * @return the result of each, in the same order
   */
  public Future<List<DedupeResult>> record(Tx tx, String source, List<Arrival> arrivals) {
    Map<String, Copies> distinct = new LinkedHashMap<>();
    arrivals.forEach(
        a -> distinct.merge(a.dedupeKey().id(), new Copies(a, 1), (copies, again) -> copies.one()));
    List<Arrival> firsts = distinct.values().stream().map(Copies::first).toList();
    Tuple parameters =
        Tuple.of(
            source,
            firsts.stream().map(a -> a.dedupeKey().id()).toArray(String[]::new),
            firsts.stream().map(a -> a.dedupeKey().bodyHash()).toArray(Buffer[]::new),
            firsts.stream().map(Arrival::event).toArray(String[]::new),
            firsts.stream().map(Arrival::subject).toArray(String[]::new),
            distinct.values().stream().map(Copies::count).toArray(Integer[]::new));
    return tx.query(RECORD, parameters).map(rows -> results(rows, arrivals, distinct));
  }

  private static List<DedupeResult> results(
      RowSet<Row> rows, List<Arrival> arrivals, Map<String, Copies> distinct) {
    Map<String, Buffer> hashes = new HashMap<>();
    Set<String> fresh = new HashSet<>();
    for (Row row : rows) {
      String delivery = row.getString(0);
      hashes.put(delivery, row.getBuffer(2));
      if (row.getInteger(1) == requireNonNull(distinct.get(delivery)).count() - 1) {
        fresh.add(delivery);
      }
    }
    return arrivals.stream()
        .map(
            a -> {
              // The first arrival of a new delivery is fresh, those after it repeat it.
              if (fresh.remove(a.dedupeKey().id())) {
                return DedupeResult.FRESH;
              }
              return a.dedupeKey().bodyHash().equals(hashes.get(a.dedupeKey().id()))
                  ? DedupeResult.REPEATED
                  : DedupeResult.CONTRADICTING;
            })
        .toList();
  }

  /** What came in from {@code source} about {@code subject}, the oldest first, at most 200. */
  public Future<List<Received>> about(Sql sql, String source, String subject) {
    return sql.query(OF_SUBJECT, Tuple.of(subject, source))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(
                        row ->
                            new Received(
                                row.getString(0),
                                row.getString(1),
                                row.getInteger(2),
                                row.getOffsetDateTime(3)))
                    .toList());
  }

  /** Deletes deliveries older than {@code retention}, at most 5,000 at a time. */
  public Future<Integer> forget(Sql sql, Duration retention) {
    return sql.query(FORGET, Tuple.of((double) retention.toSeconds())).map(rows -> rows.rowCount());
  }

  /** Deletes quarantined messages older than {@code retention}, at most 5,000 at a time. */
  public Future<Integer> forgetQuarantined(Sql sql, Duration retention) {
    return sql.query(FORGET_QUARANTINED, Tuple.of((double) retention.toSeconds()))
        .map(rows -> rows.rowCount());
  }

  /**
   * Quarantines a message that could not be parsed. Of a long body the first 64 KiB are stored, and
   * its size and SHA-256 as headers; of all messages the newest 1,000 are kept.
   */
  public Future<Void> quarantine(
      Sql sql, String source, String reason, JsonObject headers, Buffer body) {
    boolean whole = body.length() <= QUARANTINED_BODY;
    JsonObject marked = withoutNul(headers);
    if (!whole) {
      marked.put("x-foyer-body-size", Integer.toString(body.length()));
      marked.put("x-foyer-body-sha256", sha256(body));
    }
    return sql.query(
            QUARANTINE,
            Tuple.of(
                source,
                withoutNul(reason),
                marked,
                whole ? body : body.getBuffer(0, QUARANTINED_BODY),
                QUARANTINED_ROWS - 1))
        .mapEmpty();
  }

  /** PostgreSQL stores no NUL; a message that cannot be stored would be delivered for ever. */
  private static JsonObject withoutNul(JsonObject object) {
    JsonObject clean = new JsonObject();
    object.forEach(entry -> clean.put(withoutNul(entry.getKey()), withoutNul(entry.getValue())));
    return clean;
  }

  private static @Nullable Object withoutNul(@Nullable Object value) {
    return switch (value) {
      case String text -> withoutNul(text);
      case JsonObject object -> withoutNul(object);
      case JsonArray array ->
          new JsonArray(
              Arrays.asList(array.stream().map(InboxStore::withoutNul).toArray(Object[]::new)));
      case null, default -> value;
    };
  }

  private static String withoutNul(String text) {
    return text.replace("\0", "");
  }

  private static String sha256(Buffer body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** How many messages are in quarantine. */
  public Future<Long> quarantined(Sql sql) {
    return sql.query(QUARANTINED, Tuple.tuple()).map(rows -> rows.iterator().next().getLong(0));
  }
}
