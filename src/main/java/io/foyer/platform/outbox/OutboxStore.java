package io.foyer.platform.outbox;

import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.foyer.platform.jobs.Backoff;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Claims and settles rows of the table {@code outbox} for the senders. Only the database's clock
 * decides what is due.
 *
 * <pre>{@code
 * pending --claim--> sending --settle--> sent | failed | unknown | cancelled
 *    ^                  |
 *    +--retry, throttle-+
 * }</pre>
 */
public final class OutboxStore {
  /** More attempts than this are not made, however much time is left. */
  public static final int MAX_ATTEMPTS = 60;

  private static final String CANCEL =
      """
      UPDATE outbox AS o SET
        status = CASE WHEN o.status = 'sending' THEN o.status
                      WHEN o.lost_answers > 0 THEN 'unknown'
                      ELSE 'cancelled' END,
        withdrawn = true, settled_at = now()
      FROM unnest($1::text[], $2::bigint[]) AS gone (subject, version)
      WHERE o.subject = gone.subject AND o.version < gone.version
        AND o.status IN ('pending', 'sending')
      """;

  // MATERIALIZED, or a plan may run the subselect once per row and claim more than its limit.
  // ANY(ARRAY(…)) rather than a join: a plan made on an empty table must still begin with the ids.
  private static final String CLAIM =
      """
      WITH due AS MATERIALIZED (
        SELECT id FROM outbox
        WHERE channel = $1 AND status = 'pending' AND due_at <= now() AND expires_at > now()
        ORDER BY due_at LIMIT $2
        FOR UPDATE SKIP LOCKED)
      UPDATE outbox AS o
      SET status = 'sending', due_at = now() + make_interval(secs => $3),
          attempts = o.attempts + 1, fence = o.fence + 1
      WHERE o.id = ANY(ARRAY(SELECT id FROM due))
      RETURNING o.id, o.subject, o.version, o.kind, o.channel, o.recipient, o.payload, o.attempts,
                o.expires_at, o.lost_answers > 0 AS answer_lost, o.fence
      """;

  // What an attempt leaves behind. A lost answer is the channel's affair: 'ask' finds out before it
  // sends again, 'resend' sends once more while the start is ahead, 'hold' leaves it to a person.
  private static final String AFTER_LOSS =
      """
      CASE WHEN NOT o.withdrawn AND o.expires_at > now() AND o.attempts < %2$d
                AND (%1$s = 'ask'
                     OR %1$s = 'resend' AND o.lost_answers = 0 AND o.resend_until > now())
           THEN 'pending' ELSE 'unknown' END
      """;

  // What ends without success after a lost answer may have arrived all the same: unknown, not
  // failed.
  // A holder that knows its message was sent is believed even if its lease was judged abandoned
  // meanwhile, as long as nobody has taken it up again. Rows are locked one by one in the order of
  // what is given. The fence is compared in the update, not in s: a plan that took s for a row or
  // two would read all ids once for each of them. ANY keeps any plan to these ids.
  private static final String SETTLE =
      """
      WITH s AS MATERIALIZED (
        SELECT s.*
        FROM unnest($1::text[], $2::bigint[], $3::text[], $4::float8[], $5::boolean[], $6::text[],
                    $7::text[]) AS s (id, fence, result, pause, uncounted, reference, reason),
          LATERAL (SELECT FROM outbox AS o WHERE o.id = s.id FOR UPDATE) AS held)
      UPDATE outbox AS o SET
        status = CASE
          WHEN s.result = 'lost' THEN %s
          WHEN s.result = 'sent' THEN 'sent'
          WHEN s.result = 'pending' AND NOT o.withdrawn THEN 'pending'
          WHEN o.lost_answers > 0 THEN 'unknown'
          WHEN o.withdrawn THEN 'cancelled'
          ELSE s.result END,
        due_at = now() + make_interval(secs => s.pause),
        attempts = o.attempts - CASE WHEN s.uncounted THEN 1 ELSE 0 END,
        lost_answers = o.lost_answers + CASE WHEN s.result = 'lost' THEN 1
                                             WHEN o.fence <> s.fence THEN -1 ELSE 0 END,
        fence = o.fence + 1,
        reference = COALESCE(s.reference, o.reference),
        last_error = s.reason,
        settled_at = now()
      FROM s
      WHERE o.id = s.id AND o.id = ANY($1::text[])
        AND (o.fence = s.fence
             OR s.result = 'sent' AND o.fence = s.fence + 1 AND o.lost_answers > 0
                AND o.status IN ('pending', 'unknown'))
      """
          .formatted(AFTER_LOSS.formatted("$8", MAX_ATTEMPTS));

  // A lease that ran out: the node died or slept in the middle of the call.
  private static final String ABANDONED =
      """
      WITH due AS MATERIALIZED (
        SELECT id FROM outbox
        WHERE channel = $1 AND status = 'sending' AND due_at <= now()
        LIMIT 500 FOR UPDATE SKIP LOCKED)
      UPDATE outbox AS o SET
        status = %s,
        due_at = now(), lost_answers = o.lost_answers + 1, fence = o.fence + 1,
        last_error = 'the node that sent it stopped before the answer came', settled_at = now()
      WHERE o.id = ANY(ARRAY(SELECT id FROM due))
      """
          .formatted(AFTER_LOSS.formatted("$2", MAX_ATTEMPTS));

  private static final String EXPIRE =
      """
      WITH due AS MATERIALIZED (
        SELECT id FROM outbox
        WHERE channel = $1 AND status = 'pending' AND due_at <= now() AND expires_at <= now()
        LIMIT 500 FOR UPDATE SKIP LOCKED)
      UPDATE outbox AS o SET
        status = CASE WHEN o.lost_answers > 0 THEN 'unknown' ELSE 'failed' END,
        settled_at = now(), fence = o.fence + 1,
        last_error = COALESCE('too late; before that: ' || o.last_error, 'too late')
      FROM due WHERE o.id = due.id
      """;

  // Messages of a channel that no node serves any more.
  private static final String EXPIRE_ORPHANS =
      """
      UPDATE outbox AS o SET
        status = CASE WHEN o.lost_answers > 0 OR o.status = 'sending' THEN 'unknown'
                      ELSE 'failed' END,
        settled_at = now(), fence = o.fence + 1,
        last_error = COALESCE(o.last_error, 'no node serves this channel')
      WHERE o.status IN ('pending', 'sending') AND o.expires_at < now() - interval '1 hour'
      """;

  private static final String NEXT_DUE =
      """
      SELECT extract(epoch FROM due_at - now())::float8 AS seconds
      FROM outbox WHERE channel = $1 AND status = 'pending' AND expires_at > now()
      ORDER BY due_at LIMIT 1
      """;

  // Ids begin with the milliseconds of their making: the oldest are found without an index on age.
  private static final String FORGET =
      """
      WITH old AS MATERIALIZED (
        SELECT id FROM outbox
        WHERE id < lpad(to_hex((extract(epoch FROM now() - make_interval(secs => $1)) * 1000)::bigint),
                        12, '0')
          AND status IN ('sent', 'cancelled', 'failed', 'unknown')
        ORDER BY id LIMIT 5000
        FOR UPDATE SKIP LOCKED)
      DELETE FROM outbox AS o USING old WHERE o.id = old.id
      """;

  /**
   * Takes back versions of a subject before the one given. What is on its way arrives, but is not
   * tried again.
   */
  public Future<Void> cancel(Tx tx, List<String> subjects, List<Long> versions) {
    return tx.query(
            CANCEL,
            Tuple.tuple()
                .addArrayOfString(subjects.toArray(String[]::new))
                .addArrayOfLong(versions.toArray(Long[]::new)))
        .mapEmpty();
  }

  /** Marks up to {@code limit} due messages as being sent, each for {@code lease}. */
  public Future<List<OutboxMessage>> claim(Sql sql, String channel, int limit, Duration lease) {
    return sql.query(CLAIM, Tuple.of(channel, limit, lease.toMillis() / 1000.0))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(OutboxStore::message).toList());
  }

  private static OutboxMessage message(Row row) {
    return new OutboxMessage(
        row.getString(0),
        row.getString(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.get(JsonObject.class, 6),
        row.getInteger(7),
        row.getOffsetDateTime(8).toInstant(),
        row.getBoolean(9),
        row.getLong(10));
  }

  /**
   * New state of a message after an attempt.
   *
   * @param result {@code sent}, {@code pending}, {@code failed} or {@code lost}
   * @param pause delay before the next attempt, if there is one
   * @param uncounted whether the attempt does not count, because nothing was sent
   */
  public record Settlement(
      OutboxMessage message,
      String result,
      Duration pause,
      boolean uncounted,
      Optional<String> reference,
      Optional<String> reason) {}

  /**
   * Writes down what became of messages of one channel.
   *
   * @param afterLoss {@code ask}, {@code resend} or {@code hold}
   * @return how many were still held by the caller; the others were reclaimed and stay unchanged
   */
  public Future<Integer> settle(Sql sql, String afterLoss, List<Settlement> given) {
    // In one order, so that two nodes that write the same rows wait for each other and not both.
    List<Settlement> settlements =
        given.stream().sorted(Comparator.comparing(s -> s.message().id())).toList();
    Tuple columns =
        Tuple.tuple()
            .addArrayOfString(
                settlements.stream().map(s -> s.message().id()).toArray(String[]::new))
            .addArrayOfLong(settlements.stream().map(s -> s.message().fence()).toArray(Long[]::new))
            .addArrayOfString(settlements.stream().map(Settlement::result).toArray(String[]::new))
            .addArrayOfDouble(
                settlements.stream().map(s -> s.pause().toMillis() / 1000.0).toArray(Double[]::new))
            .addArrayOfBoolean(
                settlements.stream().map(Settlement::uncounted).toArray(Boolean[]::new))
            .addArrayOfString(texts(settlements, Settlement::reference))
            .addArrayOfString(texts(settlements, Settlement::reason))
            .addString(afterLoss);
    return sql.query(SETTLE, columns).map(RowSet::rowCount);
  }

  private static @Nullable String[] texts(
      List<Settlement> settlements,
      java.util.function.Function<Settlement, Optional<String>> part) {
    return settlements.stream().map(s -> part.apply(s).orElse(null)).toArray(String[]::new);
  }

  /** Judges messages whose sender vanished; {@code afterLoss} as in {@link #settle}. */
  public Future<Integer> reclaimExpiredLeases(Sql sql, String channel, String afterLoss) {
    return sql.query(ABANDONED, Tuple.of(channel, afterLoss)).map(RowSet::rowCount);
  }

  /** Gives up what is not worth sending any more. */
  public Future<Integer> expire(Sql sql, String channel) {
    return sql.query(EXPIRE, Tuple.of(channel)).map(RowSet::rowCount);
  }

  /** Gives up messages of channels that are served no more, an hour after they expired. */
  public Future<Integer> expireOrphans(Sql sql) {
    return sql.query(EXPIRE_ORPHANS, Tuple.tuple()).map(RowSet::rowCount);
  }

  /** How long until the next message is due; zero if one is, empty if there is none. */
  public Future<Optional<Duration>> nextDue(Sql sql, String channel) {
    return sql.query(NEXT_DUE, Tuple.of(channel))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(row -> Backoff.ofSeconds(row.getDouble(0))));
  }

  /** Deletes finished messages older than {@code retention}, at most 5,000 at a time. */
  public Future<Integer> forget(Sql sql, Duration retention) {
    return sql.query(FORGET, Tuple.of((double) retention.toSeconds())).map(RowSet::rowCount);
  }
}
