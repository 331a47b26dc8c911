package io.foyer.evaluations;

import io.foyer.evaluations.EvaluationEvent.Changed;
import io.foyer.evaluations.EvaluationEvent.Destroyed;
import io.foyer.meetings.MeetingService;
import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads and writes the table {@code evaluations}. */
final class EvaluationStore {
  // A tombstone beats everything; then the later updated_at; without one, the last commit.
  private static final String APPLY =
      """
      INSERT INTO evaluations AS e
        (id, meeting_id, begin_at, team_id, corrector, source_updated_at, destroyed_at)
      SELECT id, meeting_id, begin_at, team_id, corrector, updated_at,
             CASE WHEN destroyed THEN now() END
      FROM unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::bigint[], $5::text[],
                  $6::timestamptz[], $7::boolean[])
        AS came (id, meeting_id, begin_at, team_id, corrector, updated_at, destroyed)
      ORDER BY id
      ON CONFLICT (id) DO UPDATE SET
        meeting_id = COALESCE(e.meeting_id, excluded.meeting_id),
        begin_at = COALESCE(excluded.begin_at, e.begin_at),
        team_id = COALESCE(excluded.team_id, e.team_id),
        corrector = CASE WHEN excluded.destroyed_at IS NULL THEN excluded.corrector
                         ELSE e.corrector END,
        source_updated_at = GREATEST(excluded.source_updated_at, e.source_updated_at),
        destroyed_at = excluded.destroyed_at,
        revision = e.revision + 1,
        changed_at = now()
      WHERE e.destroyed_at IS NULL
        AND (excluded.destroyed_at IS NOT NULL
             OR excluded.source_updated_at IS NULL
             OR e.source_updated_at IS NULL
             OR excluded.source_updated_at >= e.source_updated_at)
      RETURNING id, meeting_id, begin_at, team_id, corrector, source_updated_at, revision,
                enriched_at, destroyed_at, changed_at
      """;

  private static final String FIND =
      """
      SELECT id, meeting_id, begin_at, team_id, corrector, source_updated_at, revision,
             enriched_at, destroyed_at, changed_at
      FROM evaluations WHERE id = $1
      """;

  private static final String COMPLETE =
      """
      UPDATE evaluations
      SET begin_at = $3, team_id = $4, corrector = $5,
          source_updated_at = GREATEST(source_updated_at, $6),
          enriched_at = now(), changed_at = now()
      WHERE id = $1 AND revision = $2 AND destroyed_at IS NULL
      RETURNING id
      """;

  private static final String FORGET =
      """
      WITH old AS MATERIALIZED (
        SELECT id FROM evaluations
        WHERE destroyed_at < now() - make_interval(secs => $1) LIMIT 5000
        FOR UPDATE SKIP LOCKED)
      DELETE FROM evaluations AS e USING old WHERE e.id = old.id
      """;

  // A tombstone outlives its meeting, until its own retention ends.
  private static final String FORGET_MEETINGS =
      """
      DELETE FROM evaluations
      WHERE id = ANY($1::bigint[]) AND meeting_id = ANY($2::text[]) AND destroyed_at IS NULL
      """;

  /**
   * Applies events, newest state first: an event that is older than what is stored changes nothing.
   *
   * @param events no id twice
   * @param newMeetings for each event the meeting's id should the evaluation be new
   * @return the rows that changed
   */
  Future<List<Evaluation>> apply(Tx tx, List<EvaluationEvent> events, List<String> newMeetings) {
    int n = events.size();
    Long[] ids = new Long[n];
    @Nullable String[] meetings = new @Nullable String[n];
    @Nullable OffsetDateTime[] begins = new @Nullable OffsetDateTime[n];
    @Nullable Long[] teams = new @Nullable Long[n];
    @Nullable String[] correctors = new @Nullable String[n];
    @Nullable OffsetDateTime[] updates = new @Nullable OffsetDateTime[n];
    Boolean[] destroyed = new Boolean[n];
    for (int i = 0; i < n; i++) {
      EvaluationEvent event = events.get(i);
      ids[i] = event.id();
      updates[i] = event.updatedAt().map(EvaluationStore::utc).orElse(null);
      destroyed[i] = event instanceof Destroyed;
      if (event instanceof Changed changed) {
        meetings[i] = newMeetings.get(i);
        begins[i] = utc(changed.beginAt());
        teams[i] = changed.teamId();
        correctors[i] = changed.corrector().orElse(null);
      }
    }
    return tx.query(
            APPLY, Tuple.of(ids, meetings, begins, teams, correctors, updates).addValue(destroyed))
        .map(EvaluationStore::evaluations);
  }

  /** One evaluation, tombstones included. */
  Future<Optional<Evaluation>> find(Sql sql, long id) {
    return sql.query(FIND, Tuple.of(id)).map(rows -> evaluations(rows).stream().findFirst());
  }

  /**
   * Writes the intranet's data.
   *
   * @return false if a delivery changed the evaluation since it was read as {@code seen}
   */
  Future<Boolean> complete(Tx tx, Evaluation seen, EvaluationState said) {
    return tx.query(
            COMPLETE,
            Tuple.of(
                seen.id(),
                seen.revision(),
                utc(said.beginAt()),
                said.teamId().orElse(null),
                said.corrector().orElse(null),
                said.updatedAt().map(EvaluationStore::utc).orElse(null)))
        .map(rows -> rows.size() == 1);
  }

  /** Deletes tombstones older than {@code retention}, at most 5,000 at a time. */
  Future<Integer> forget(Sql sql, Duration retention) {
    return sql.query(FORGET, Tuple.of((double) retention.toSeconds())).map(RowSet::rowCount);
  }

  /** Deletes the evaluations of deleted meetings. */
  Future<Void> forgetMeetings(Tx tx, List<MeetingService.Forgotten> gone) {
    Tuple columns =
        Tuple.tuple()
            .addArrayOfLong(gone.stream().map(m -> Long.valueOf(m.originId())).toArray(Long[]::new))
            .addArrayOfString(gone.stream().map(m -> m.id()).toArray(String[]::new));
    return tx.query(FORGET_MEETINGS, columns).mapEmpty();
  }

  private static List<Evaluation> evaluations(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(EvaluationStore::evaluation)
        .toList();
  }

  private static Evaluation evaluation(Row row) {
    return new Evaluation(
        row.getLong("id"),
        Optional.ofNullable(row.getString("meeting_id")),
        instant(row, "begin_at"),
        Optional.ofNullable(row.getLong("team_id")),
        Optional.ofNullable(row.getString("corrector")),
        instant(row, "source_updated_at"),
        row.getLong("revision"),
        instant(row, "enriched_at"),
        instant(row, "destroyed_at"),
        row.getOffsetDateTime("changed_at").toInstant());
  }

  private static Optional<Instant> instant(Row row, String column) {
    return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
