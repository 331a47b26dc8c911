package io.foyer.evaluations;

import io.foyer.evaluations.EvaluationEvent.Changed;
import io.foyer.meetings.NewMeeting;
import io.foyer.platform.db.Database;
import io.foyer.platform.inbox.DedupeKey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Inserts new evaluations with delivery, meeting and enrichment job. One statement for four tables
 * of four features is one round trip, one transaction and half the cost of four statements; only
 * new rows are written this way, updates go through the features' own stores.
 */
final class NewEvaluationStore {
  // Another node may write the same one meanwhile: then this fails as a duplicate, and everything
  // goes the careful way. That is rarer than the speculative insertion of ON CONFLICT is dear.
  // IS TRUE keeps the planner from making a join of it, which would be a loop in a loop.
  private static final String WRITE =
      """
      WITH came AS (
        SELECT * FROM unnest(
          $2::text[], $3::bytea[], $4::bigint[], $5::text[], $6::timestamptz[], $7::bigint[],
          $8::text[], $9::timestamptz[], $10::text[], $11::text[], $12::text[])
          AS c (delivery, body_hash, id, meeting_id, begin_at, team_id,
                corrector, updated_at, title, room_name, join_secret)
      ), fresh AS (
        INSERT INTO evaluations (id, meeting_id, begin_at, team_id, corrector, source_updated_at)
        SELECT id, meeting_id, begin_at, team_id, corrector, updated_at FROM came AS c
        WHERE NOT EXISTS (SELECT FROM evaluations AS e WHERE e.id = c.id)
        ORDER BY id
        RETURNING id
      ), noted AS (
        INSERT INTO inbox (source, delivery, body_hash, event, subject)
        SELECT $1, delivery, body_hash, $13, id::text FROM came
        WHERE (id IN (SELECT id FROM fresh)) IS TRUE
      ), booked AS (
        INSERT INTO meetings
          (id, origin, origin_id, title, starts_at, room_name, join_secret, status)
        SELECT meeting_id, $14, id::text, title, begin_at, room_name, join_secret,
               CASE WHEN corrector IS NULL THEN 'unscheduled' ELSE 'planned' END
        FROM came
        WHERE (id IN (SELECT id FROM fresh)) IS TRUE
      ), asked AS (
        INSERT INTO jobs (kind, key, due_at) SELECT $15, id::text, now() FROM fresh
      )
      SELECT id FROM fresh
      """;

  private final Database database;

  NewEvaluationStore(Database database) {
    this.database = database;
  }

  /** A possibly new evaluation, with its delivery and the meeting to create. */
  record Arrival(DedupeKey dedupeKey, Changed event, NewMeeting meeting) {}

  /**
   * Writes those that are new, each whole, and leaves no trace of the others.
   *
   * @param arrivals of one source; no evaluation and no delivery twice
   * @return the ids of the new ones, after the commit; fails as a duplicate where a new one came by
   *     a delivery that is known: then nothing was written
   */
  Future<Set<Long>> write(List<Arrival> arrivals) {
    Arrival first = arrivals.getFirst();
    Tuple columns =
        Tuple.of(first.dedupeKey().source())
            .addArrayOfString(column(arrivals, a -> a.dedupeKey().id(), String[]::new))
            .addArrayOfBuffer(column(arrivals, a -> a.dedupeKey().bodyHash(), Buffer[]::new))
            .addArrayOfLong(column(arrivals, a -> a.event().id(), Long[]::new))
            .addArrayOfString(
                column(arrivals, a -> a.meeting().booking().meetingId(), String[]::new))
            .addArrayOfOffsetDateTime(
                column(arrivals, a -> utc(a.event().beginAt()), OffsetDateTime[]::new))
            .addArrayOfLong(column(arrivals, a -> a.event().teamId(), Long[]::new))
            .addArrayOfString(
                column(arrivals, a -> a.event().corrector().orElse(null), String[]::new))
            .addArrayOfOffsetDateTime(
                column(
                    arrivals,
                    a -> a.event().updatedAt().map(NewEvaluationStore::utc).orElse(null),
                    OffsetDateTime[]::new))
            .addArrayOfString(column(arrivals, a -> a.meeting().booking().title(), String[]::new))
            .addArrayOfString(column(arrivals, a -> a.meeting().roomName(), String[]::new))
            .addArrayOfString(column(arrivals, a -> a.meeting().joinSecret(), String[]::new))
            .addString(EvaluationIntake.CHANGED)
            .addString(first.meeting().booking().origin())
            .addString(EvaluationIntake.ENRICHMENT);
    return database
        .genericPlanPool()
        .query(WRITE, columns)
        .map(
            rows -> {
              Set<Long> fresh = new HashSet<>();
              rows.forEach(row -> fresh.add(row.getLong(0)));
              return fresh;
            });
  }

  private static <T extends @Nullable Object> T[] column(
      List<Arrival> arrivals, Function<Arrival, T> part, IntFunction<T[]> array) {
    return arrivals.stream().map(part).toArray(array);
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
