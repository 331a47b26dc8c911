package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.evaluations.EvaluationQueries.Filter;
import io.foyer.evaluations.EvaluationQueries.View;
import io.foyer.evaluations.EvaluationQueries.Viewer;
import io.foyer.platform.db.Database;
import io.foyer.testing.PagesRead;
import io.foyer.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Who sees what among twenty thousand evaluations, and what it costs to find out. */
@TestInstance(Lifecycle.PER_CLASS)
class ViewerQueriesIT {
  private static final int MANY = 20_000;
  private static final Filter ANY =
      new Filter(Optional.empty(), Optional.empty(), Optional.empty());

  // Evaluations 1 to 20,000 with a corrector c0 to c999 and three corrected each; those of the last
  // hundred are not enriched yet.
  private static final String FILL =
      """
      INSERT INTO meetings (id, origin, origin_id, title, starts_at, room_name, join_secret)
      SELECT lpad(i::text, 24, '0'), 'evaluation', i, 't', now() + i * interval '1 minute', 'r', 's'
      FROM generate_series(1, %1$d) AS i;
      INSERT INTO evaluations (id, meeting_id, begin_at, corrector)
      SELECT i, lpad(i::text, 24, '0'), now() + i * interval '1 minute', 'c' || i %% 1000
      FROM generate_series(1, %1$d) AS i;
      INSERT INTO participants (meeting_id, key, position, role, email_state)
      SELECT lpad(i::text, 24, '0'),
             CASE r WHEN 0 THEN 'c' || i %% 1000 ELSE 'm' || (i * 3 + r) %% 7000 END, r, 'x', 'known'
      FROM generate_series(1, %1$d - 100) AS i, generate_series(0, 3) AS r;
      INSERT INTO jobs (kind, key, due_at)
      SELECT 'reminder', lpad(i::text, 24, '0'), now() FROM generate_series(1, %1$d) AS i;
      INSERT INTO jobs (kind, key, due_at)
      SELECT 'enrichment', i, now() FROM generate_series(%1$d - 99, %1$d) AS i;
      INSERT INTO meetings (id, origin, origin_id, title, starts_at, room_name, join_secret)
      VALUES ('elsewhere', 'poll', 'no number', 't', now(), 'r', 's');
      INSERT INTO participants (meeting_id, key, position, role, email_state)
      VALUES ('elsewhere', 'm5', 1, 'x', 'known');
      ANALYZE;
      """
          .formatted(MANY);

  private final EvaluationQueries queries = new EvaluationQueries();
  private TestDatabase fresh;
  private Vertx vertx;
  private Database database;

  @BeforeAll
  void open() throws Exception {
    fresh = TestDatabase.migrated("viewers");
    fresh.execute(FILL);
    vertx = Vertx.vertx();
    database = new Database(vertx, fresh.config());
  }

  @AfterAll
  void close() throws Exception {
    database.close().await();
    vertx.close().await();
    fresh.close();
  }

  @Test
  void whoTakesPartInNothingIsToldSoWithoutALookAtEverything() {
    assertThat(seenBy("nobody")).isEmpty();
    assertThat(pagesFor("nobody")).isLessThan(MANY / 20);
  }

  @Test
  void whoTakesPartReadsLittleMoreThanThat() {
    assertThat(seenBy("m5")).isNotEmpty().allMatch(it -> logins(it).contains("m5"));
    assertThat(pagesFor("m5")).isLessThan(MANY / 20);
  }

  @Test
  void aCorrectorSeesWhatIsBookedBeforeAnybodyElseIsKnown() {
    assertThat(seenBy("c950")).extracting(View::id).contains(950L, 18_950L, 19_950L).hasSize(20);
  }

  @Test
  void aCorrectorSeesWhatWasDestroyedBeforeAnybodyElseWasKnown() throws Exception {
    fresh.execute(
        "UPDATE evaluations SET destroyed_at = now(), corrector = 'destroyed' WHERE id = 19990;"
            + " DELETE FROM jobs WHERE kind = 'enrichment' AND key = '19990'");

    assertThat(seenBy("destroyed")).extracting(View::id).containsExactly(19_990L);
  }

  @Test
  void whoHasLeftSeesItNoMore() throws Exception {
    List<View> before = seenBy("m77");
    View left = before.getFirst();

    fresh.execute(
        "UPDATE participants SET present = false WHERE key = 'm77' AND meeting_id = '%s'"
            .formatted(left.meetingId()));

    assertThat(seenBy("m77")).hasSize(before.size() - 1).extracting(View::id).isNotEmpty();
    assertThat(seenBy("m77")).extracting(View::id).doesNotContain(left.id());
  }

  private List<View> seenBy(String login) {
    return queries
        .list(database, Viewer.login(Optional.of(login)), ANY, Optional.empty(), 51)
        .await();
  }

  private long pagesFor(String login) {
    return PagesRead.by(
        database,
        EvaluationQueries.LIST_OF,
        EvaluationQueries.page(ANY, Optional.empty(), 51).addString(login),
        seenBy(login).size());
  }

  private static List<String> logins(View view) {
    return view.members().stream().map(it -> ((JsonObject) it).getString("login")).toList();
  }
}
