package io.foyer.platform.inbox;

import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Records deliveries for deduplication in the tables {@code inbox} and {@code quarantine}. */
public final class InboxStore {
  // A repeat is counted rather than ignored, so that the row comes back with its hash even when
  // another transaction committed it after this statement began.
  private static final String RECORD =
      """
      INSERT INTO inbox AS i (source, delivery, body_hash, event, subject)
      SELECT $1, delivery, body_hash, event, subject
      FROM unnest($2::text[], $3::bytea[], $4::text[], $5::text[])
        AS came (delivery, body_hash, event, subject)
      ORDER BY delivery
      ON CONFLICT (source, delivery) DO UPDATE SET repeats = i.repeats + 1
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

  private static final String QUARANTINE =
      "INSERT INTO quarantine (source, reason, headers, body) VALUES ($1, $2, $3, $4)";

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

  /**
   * Writes deliveries down.
   *
   * @param arrivals of one source, no delivery id twice
   * @return the verdict by delivery id
   */
  public Future<Map<String, DedupeResult>> record(Tx tx, String source, List<Arrival> arrivals) {
    Tuple parameters =
        Tuple.of(
            source,
            arrivals.stream().map(a -> a.dedupeKey().id()).toArray(String[]::new),
            arrivals.stream().map(a -> a.dedupeKey().bodyHash()).toArray(Buffer[]::new),
            arrivals.stream().map(Arrival::event).toArray(String[]::new),
            arrivals.stream().map(Arrival::subject).toArray(String[]::new));
    Map<String, Buffer> hashes = new HashMap<>();
    arrivals.forEach(a -> hashes.put(a.dedupeKey().id(), a.dedupeKey().bodyHash()));
    return tx.query(RECORD, parameters)
        .map(
            rows -> {
              Map<String, DedupeResult> verdicts = new HashMap<>();
              rows.forEach(
                  row ->
                      verdicts.put(row.getString(0), verdict(row, hashes.get(row.getString(0)))));
              return verdicts;
            });
  }

  private static DedupeResult verdict(Row row, @Nullable Buffer hash) {
    if (row.getInteger(1) == 0) {
      return DedupeResult.FRESH;
    }
    return row.getBuffer(2).equals(hash) ? DedupeResult.REPEATED : DedupeResult.CONTRADICTING;
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

  /** Quarantines a message that could not be parsed. */
  public Future<Void> quarantine(
      Sql sql, String source, String reason, JsonObject headers, Buffer body) {
    return sql.query(QUARANTINE, Tuple.of(source, reason, headers, body)).mapEmpty();
  }

  /** How many messages are in quarantine. */
  public Future<Long> quarantined(Sql sql) {
    return sql.query(QUARANTINED, Tuple.tuple()).map(rows -> rows.iterator().next().getLong(0));
  }
}
