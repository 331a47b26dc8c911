package io.foyer.evaluations;

import io.foyer.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Read queries of the API. Joins tables of other features, read only. */
final class EvaluationQueries {
  private static final String COLUMNS =
      """
      e.id, e.meeting_id, e.begin_at, e.team_id, e.corrector, e.enriched_at,
      GREATEST(e.changed_at, m.changed_at) AS updated_at, m.status, m.version,
      m.id || m.join_secret AS join_key,
      (SELECT COALESCE(jsonb_agg(jsonb_build_object(
                 'login', p.key, 'role', p.role, 'emailKnown', p.email_state = 'known')
               ORDER BY p.position), '[]')
       FROM participants p WHERE p.meeting_id = m.id AND p.present) AS members
      """;

  private static final String PAGE =
      """
      WHERE ($1::text IS NULL OR m.status = $1)
        AND ($2::timestamptz IS NULL OR e.begin_at >= $2)
        AND ($3::timestamptz IS NULL OR e.begin_at < $3)
        AND ($4::timestamptz IS NULL OR (e.begin_at, e.id) > ($4, $5))
      ORDER BY e.begin_at, e.id LIMIT $6
      """;

  private static final String LIST_ALL =
      "SELECT " + COLUMNS + "FROM evaluations e JOIN meetings m ON m.id = e.meeting_id " + PAGE;

  // By the people, who are written down apart from the booking, so that a booking pays for no index
  // of this. Only the corrector is known before that: then the evaluation waits for its enrichment,
  // or was destroyed. The ids are cast where it is certain what they are, and OFFSET 0 keeps each
  // join a look-up by key, however wrong the statistics of a queue are.
  static final String LIST_OF =
      """
      WITH meeting AS MATERIALIZED (
        SELECT m.origin_id::bigint AS id
        FROM participants p JOIN meetings m ON m.id = p.meeting_id
        WHERE p.key = $7 AND p.present AND m.origin = 'evaluation'
      ), waiting AS MATERIALIZED (
        SELECT key::bigint AS id FROM jobs WHERE kind = 'enrichment'
      ), mine AS MATERIALIZED (
        SELECT id FROM meeting
        UNION
        SELECT w.id FROM waiting w CROSS JOIN LATERAL (
          SELECT FROM evaluations WHERE id = w.id AND corrector = $7 OFFSET 0) AS booked
        UNION
        SELECT id FROM evaluations WHERE corrector = $7 AND destroyed_at IS NOT NULL)
      SELECT
      """
          + COLUMNS
          + """
          FROM mine CROSS JOIN LATERAL (
            SELECT * FROM evaluations WHERE id = mine.id OFFSET 0) AS e
            JOIN meetings m ON m.id = e.meeting_id
          """
          + PAGE;

  // Null sees everything; an unknown login sees nothing.
  private static final String ONE =
      "SELECT "
          + COLUMNS
          + """
          FROM evaluations e JOIN meetings m ON m.id = e.meeting_id
          WHERE e.id = $2
            AND ($1::text IS NULL OR e.corrector = $1
                 OR EXISTS (SELECT FROM participants p
                            WHERE p.meeting_id = m.id AND p.key = $1 AND p.present))
          """;

  /** An evaluation as the API shows it. */
  record View(
      long id,
      String meetingId,
      Instant beginAt,
      Optional<Long> teamId,
      Optional<String> corrector,
      Optional<Instant> enrichedAt,
      Instant updatedAt,
      String status,
      long version,
      String joinKey,
      JsonArray members) {}

  /**
   * Visibility of a caller.
   *
   * @param login participant whose evaluations are visible; if absent and not {@code all}, none are
   */
  record Viewer(boolean all, Optional<String> login) {
    static final Viewer EVERYTHING = new Viewer(true, Optional.empty());

    static Viewer login(Optional<String> login) {
      return new Viewer(false, login);
    }

    private @Nullable String parameter() {
      return all ? null : login.orElse("");
    }
  }

  /** Filter of a list; empty fields do not restrict. */
  record Filter(Optional<String> status, Optional<Instant> from, Optional<Instant> to) {}

  /** Pagination cursor: the position after which a page begins. */
  record Place(Instant beginAt, long id) {}

  Future<List<View>> list(Sql sql, Viewer viewer, Filter filter, Optional<Place> after, int limit) {
    Tuple parameters = page(filter, after, limit);
    return (viewer.all()
            ? sql.query(LIST_ALL, parameters)
            : sql.query(LIST_OF, parameters.addString(viewer.parameter())))
        .map(EvaluationQueries::views);
  }

  static Tuple page(Filter filter, Optional<Place> after, int limit) {
    return Tuple.of(
        filter.status().map(ApiStatus::column).orElse(null),
        utc(filter.from()),
        utc(filter.to()),
        utc(after.map(Place::beginAt)),
        after.map(Place::id).orElse(null),
        limit);
  }

  Future<Optional<View>> one(Sql sql, Viewer viewer, long id) {
    return sql.query(ONE, Tuple.of(viewer.parameter(), id))
        .map(rows -> views(rows).stream().findFirst());
  }

  private static List<View> views(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(EvaluationQueries::view).toList();
  }

  private static View view(Row row) {
    return new View(
        row.getLong("id"),
        row.getString("meeting_id"),
        row.getOffsetDateTime("begin_at").toInstant(),
        Optional.ofNullable(row.getLong("team_id")),
        Optional.ofNullable(row.getString("corrector")),
        instant(row, "enriched_at"),
        row.getOffsetDateTime("updated_at").toInstant(),
        row.getString("status"),
        row.getLong("version"),
        row.getString("join_key"),
        row.get(JsonArray.class, "members"));
  }

  private static Optional<Instant> instant(Row row, String column) {
    return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
  }

  private static @Nullable OffsetDateTime utc(Optional<Instant> instant) {
    return instant.map(i -> i.atOffset(ZoneOffset.UTC)).orElse(null);
  }

  /** A view as the API shows it. */
  static JsonObject json(View view, String linkPrefix) {
    return new JsonObject()
        .put("id", view.id())
        .put("meetingId", view.meetingId())
        .put("beginAt", view.beginAt().toString())
        .put("teamId", view.teamId().orElse(null))
        .put("corrector", view.corrector().orElse(null))
        .put("members", view.members())
        .put("status", ApiStatus.of(view.status()))
        .put("link", linkPrefix + view.joinKey())
        .put("updatedAt", view.updatedAt().toString())
        .put("version", view.version());
  }
}
