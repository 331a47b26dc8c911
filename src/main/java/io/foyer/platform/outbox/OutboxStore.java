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
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Claims and settles rows of the table {@code outbox} for the senders. Only the database's clock
 * decides what is due.
 *
 * <pre>{@code
 * held --release--> pending --claim--> sending --settle--> sent | failed | unknown | cancelled
 *                      ^                  |
 *                      +--retry, throttle-+
 * }</pre>
 */
public final class OutboxStore {
  private static final String WRITE =
      """
      INSERT INTO outbox
        (subject, version, kind, channel, recipient, sender, payload, status, expires_at,
         resend_until)
      SELECT subject, version, kind, channel, recipient, sender, payload::jsonb,
             CASE WHEN held THEN 'held' ELSE 'pending' END, expires_at, resend_until
      FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[],
                  $7::text[], $8::boolean[], $9::timestamptz[], $10::timestamptz[])
        AS given (subject, version, kind, channel, recipient, sender, payload, held, expires_at,
                  resend_until)
      ORDER BY subject, version, kind, channel, recipient
      ON CONFLICT (subject, version, kind, channel, recipient) DO NOTHING
      """;

  private static final String RELEASE =
      """
      UPDATE outbox SET status = 'pending', due_at = now()
      WHERE subject = $1 AND kind = $2 AND status = 'held'
      """;

  private static final String CANCEL =
      """
      UPDATE outbox AS o SET
        status = CASE WHEN o.status = 'sending' THEN o.status
                      WHEN o.lost_answers > 0 THEN 'unknown'
                      ELSE 'cancelled' END,
        withdrawn = true, settled_at = now()
      FROM unnest($2::text[], $3::bigint[]) AS gone (subject, version)
      WHERE o.subject = gone.subject AND o.version < gone.version AND o.kind = $1
        AND o.status IN ('held', 'pending', 'sending')
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
                o.expires_at, o.lost_answers > 0 AS answer_lost, o.fence, o.sender
      """;

  // What an attempt leaves behind. A lost answer is the channel's affair: 'ask' finds out before it
  // sends again, 'resend' sends once more while the start is ahead, 'hold' leaves it to a person.
  // No policy sends a message again that has had its attempts or is too old.
  private static final String AFTER_LOSS =
      """
      CASE WHEN NOT o.withdrawn AND o.expires_at > now()
                AND o.attempts < %2$s AND o.created_at + make_interval(secs => %3$s) > now()
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
          WHEN s.result = 'pending' AND NOT o.withdrawn
               AND (s.uncounted
                    OR o.attempts < $9 AND o.created_at + make_interval(secs => $10) > now())
          THEN 'pending'
          WHEN o.lost_answers > 0 THEN 'unknown'
          WHEN o.withdrawn THEN 'cancelled'
          ELSE 'failed' END,
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
          .formatted(AFTER_LOSS.formatted("$8", "$9", "$10"));

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
          .formatted(AFTER_LOSS.formatted("$2", "$3", "$4"));

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

  // Messages of a channel that no node serves any more, and those that were never released.
  private static final String EXPIRE_ORPHANS =
      """
      WITH late AS MATERIALIZED (
        SELECT id FROM outbox
        WHERE status IN ('held', 'pending', 'sending') AND expires_at < now() - interval '1 hour'
        LIMIT 5000 FOR UPDATE SKIP LOCKED)
      UPDATE outbox AS o SET
        status = CASE WHEN o.lost_answers > 0 OR o.status = 'sending' THEN 'unknown'
                      ELSE 'failed' END,
        settled_at = now(), fence = o.fence + 1,
        last_error = COALESCE(o.last_error,
          CASE WHEN o.status = 'held' THEN 'too late; it was never released'
               ELSE 'no node serves this channel' END)
      WHERE o.id = ANY(ARRAY(SELECT id FROM late))
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
   * Writes messages that are sent after the commit; the caller then wakes the senders. A message
   * that is there already stays as it is.
   *
   * @return how many were new
   */
  public Future<Integer> write(Tx tx, List<NewMessage> messages) {
    if (messages.isEmpty()) {
      return Future.succeededFuture(0);
    }
    Tuple columns =
        Tuple.tuple()
            .addArrayOfString(column(messages, NewMessage::subject, String[]::new))
            .addArrayOfLong(column(messages, NewMessage::version, Long[]::new))
            .addArrayOfString(column(messages, NewMessage::kind, String[]::new))
            .addArrayOfString(column(messages, NewMessage::channel, String[]::new))
            .addArrayOfString(column(messages, NewMessage::recipient, String[]::new))
            .addArrayOfString(column(messages, m -> m.sender().orElse(null), String[]::new))
            .addArrayOfString(column(messages, m -> m.payload().encode(), String[]::new))
            .addArrayOfBoolean(column(messages, NewMessage::held, Boolean[]::new))
            .addArrayOfOffsetDateTime(
                column(messages, m -> utc(m.expiresAt()), OffsetDateTime[]::new))
            .addArrayOfOffsetDateTime(
                column(messages, m -> utc(m.resendUntil()), OffsetDateTime[]::new));
    return tx.query(WRITE, columns).map(RowSet::rowCount);
  }

  private static <E, T extends @Nullable Object> T[] column(
      List<E> rows, Function<E, T> part, IntFunction<T[]> array) {
    return rows.stream().map(part).toArray(array);
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** Lets held messages of one kind about {@code subject} be sent; returns how many. */
  public Future<Integer> release(Sql sql, String subject, String kind) {
    return sql.query(RELEASE, Tuple.of(subject, kind)).map(RowSet::rowCount);
  }

  /**
   * Cancels unsent messages of one kind about versions of a subject before the one given. A message
   * that is being sent arrives, but is not tried again.
   */
  public Future<Void> cancel(Tx tx, String kind, List<String> subjects, List<Long> versions) {
    return tx.query(
            CANCEL,
            Tuple.of(kind)
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
        Optional.ofNullable(row.getString(11)),
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
   * @param retry the channel's policy: a message that has had its attempts fails
   * @return how many were still held by the caller; the others were reclaimed and stay unchanged
   */
  public Future<Integer> settle(
      Sql sql, String afterLoss, RetryPolicy retry, List<Settlement> given) {
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
            .addString(afterLoss)
            .addInteger(retry.attempts())
            .addDouble((double) retry.age().toSeconds());
    return sql.query(SETTLE, columns).map(RowSet::rowCount);
  }

  private static @Nullable String[] texts(
      List<Settlement> settlements, Function<Settlement, Optional<String>> part) {
    return column(settlements, s -> part.apply(s).orElse(null), String[]::new);
  }

  /** Judges messages whose sender vanished; the policies are those of {@link #settle}. */
  public Future<Integer> reclaimExpiredLeases(
      Sql sql, String channel, String afterLoss, RetryPolicy retry) {
    return sql.query(
            ABANDONED,
            Tuple.of(channel, afterLoss, retry.attempts(), (double) retry.age().toSeconds()))
        .map(RowSet::rowCount);
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
