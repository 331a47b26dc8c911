package io.foyer.evaluations;

import io.foyer.platform.Ids;
import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Reads the tables {@code scale_teams} and {@code users} of 42-jitsi. */
final class OldInstallationStore {
  private static final String PRESENT =
      """
      SELECT to_regclass('public.scale_teams') IS NOT NULL
             AND to_regclass('public.users') IS NOT NULL
      """;

  private static final String TIMELESS =
      "SELECT count(*) FROM public.scale_teams WHERE begin_at IS NULL";

  // 42-jitsi has no unique key on people and lets everything be NULL but the id. Nor has it an
  // index
  // on them: each page reads the table of people once, and sorts only its own.
  private static final String PAGE =
      """
      WITH page AS (
        SELECT id, begin_at, COALESCE(notified, false) AS notified,
               begin_at + make_interval(secs => $3) < now() AS over
        FROM public.scale_teams
        WHERE id > $1 AND begin_at IS NOT NULL ORDER BY id LIMIT $2
      ), people AS (
        SELECT u.scale_team_id, u.login, min(u.id) AS place,
               COALESCE(bool_or(u.status = 'corrector'), false) AS corrects
        FROM public.users u JOIN page ON page.id = u.scale_team_id
        WHERE u.login <> '' GROUP BY u.scale_team_id, u.login
      )
      SELECT page.id, begin_at, notified, over,
             COALESCE(bool_or(p.corrects), false) AS corrected,
             COALESCE(jsonb_agg(p.login ORDER BY p.corrects DESC, p.place)
                      FILTER (WHERE p.login IS NOT NULL), '[]') AS logins
      FROM page LEFT JOIN people p ON p.scale_team_id = page.id
      GROUP BY page.id, begin_at, notified, over ORDER BY page.id
      """;

  private static final String TAKE_OVER =
      """
      INSERT INTO evaluations (id, meeting_id, begin_at, corrector)
      SELECT id, meeting_id, begin_at, corrector
      FROM unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::text[])
        AS came (id, meeting_id, begin_at, corrector)
      ON CONFLICT (id) DO NOTHING
      RETURNING id, meeting_id
      """;

  private final Ids ids;

  OldInstallationStore(Ids ids) {
    this.ids = ids;
  }

  Future<Boolean> present(Sql sql) {
    return sql.query(PRESENT, Tuple.tuple()).map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** How many have no time; 42-jitsi never announced them. */
  Future<Long> timeless(Sql sql) {
    return sql.query(TIMELESS, Tuple.tuple()).map(rows -> rows.iterator().next().getLong(0));
  }

  /** Up to {@code limit} evaluations with a time whose id is greater than {@code after}. */
  Future<List<OldEvaluation>> page(Tx tx, long after, int limit, double graceSeconds) {
    return tx.query(PAGE, Tuple.of(after, limit, graceSeconds))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(OldInstallationStore::evaluation)
                    .toList());
  }

  private static OldEvaluation evaluation(Row row) {
    return new OldEvaluation(
        row.getLong("id"),
        row.getOffsetDateTime("begin_at").toInstant(),
        row.getBoolean("notified"),
        row.getBoolean("over"),
        row.getBoolean("corrected"),
        row.get(JsonArray.class, "logins").stream().map(String.class::cast).toList());
  }

  /** Writes down those that are not known, tombstones included; returns their new meetings. */
  Future<Map<Long, String>> takeOver(Tx tx, List<OldEvaluation> old) {
    return tx.query(
            TAKE_OVER,
            Tuple.tuple()
                .addArrayOfLong(old.stream().map(OldEvaluation::id).toArray(Long[]::new))
                .addArrayOfString(old.stream().map(e -> ids.next()).toArray(String[]::new))
                .addArrayOfOffsetDateTime(
                    old.stream()
                        .map(e -> e.beginAt().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfString(
                    old.stream().map(e -> e.corrector().orElse(null)).toArray(String[]::new)))
        .map(
            rows -> {
              Map<Long, String> meetings = new HashMap<>();
              rows.forEach(row -> meetings.put(row.getLong(0), row.getString(1)));
              return meetings;
            });
  }
}
