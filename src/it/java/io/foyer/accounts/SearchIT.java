package io.foyer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.db.Database;
import io.foyer.testing.PagesRead;
import io.foyer.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A search among twenty thousand people looks at those it finds. */
@TestInstance(Lifecycle.PER_CLASS)
class SearchIT {
  private static final int MANY = 20_000;
  private static final int PAGE = 51;
  private static final String FILL =
      """
      INSERT INTO accounts (id, handle, handle_key, email, email_key, name, name_key, role,
                            password_hash)
      SELECT lpad(i::text, 24, '0'), 'h' || i, 'h' || i, i, i, name, name, 'user', 'x'
      FROM generate_series(1, %d) AS i, LATERAL (SELECT md5(i::text) AS name) AS n;
      INSERT INTO accounts (id, handle, handle_key, email, email_key, name, name_key, role,
                            password_hash)
      VALUES ('z1', 'zoe', 'zoe', 'z1', 'z1', 'Anna', 'anna', 'user', 'x'),
             ('z2', 'anna', 'anna', 'z2', 'z2', 'Zoe', 'zoe', 'user', 'x');
      ANALYZE;
      """
          .formatted(MANY);

  private final AccountStore store = new AccountStore();
  private TestDatabase fresh;
  private Vertx vertx;
  private Database database;

  @BeforeAll
  void open() throws Exception {
    fresh = TestDatabase.migrated("search");
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
  void aHandleAndANameAreFoundByTheirBeginning() {
    assertThat(found("zo", Optional.empty())).containsExactly("anna", "zoe");
    assertThat(found("zo", Optional.of("z2"))).containsExactly("zoe");
    assertThat(found("zo", Optional.of("z1"))).isEmpty();
    assertThat(found("zo", Optional.of("no such id"))).isEmpty();
  }

  @Test
  void neitherNobodyNorManyCostALookAtEverybody() {
    assertThat(pages("nobody", 0)).isLessThan(50);
    assertThat(pages("zo", 2)).isLessThan(50);
    assertThat(pages("h1", PAGE)).isLessThan(500);
    assertThat(pages("ab", PAGE)).isLessThan(500);
    assertThat(pages("a", PAGE)).isLessThan(MANY / 10);
  }

  @Test
  void withoutAWordTheFirstAreRead() {
    assertThat(store.search(database, Optional.empty(), Optional.empty(), 3).await())
        .extracting(Account::handle)
        .containsExactly("anna", "h1", "h10");
  }

  private List<String> found(String beginning, Optional<String> after) {
    return store.search(database, Optional.of(beginning), after, 10).await().stream()
        .map(Account::handle)
        .toList();
  }

  private long pages(String beginning, int found) {
    Tuple nobodyBefore = Tuple.of(null, PAGE, beginning);
    return PagesRead.by(database, AccountStore.SEARCH, nobodyBefore, found);
  }
}
