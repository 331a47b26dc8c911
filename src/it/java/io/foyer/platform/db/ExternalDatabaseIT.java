package io.foyer.platform.db;

import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.platform.config.Secret;
import io.foyer.testing.TcpProxy;
import io.foyer.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A database of another program: its own tables, its own settings, and its outages. */
class ExternalDatabaseIT {
  private static final int MOST = 4;

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase server = TestDatabase.empty("external");
  private final TcpProxy proxy = new TcpProxy(server.config().host(), server.config().port());
  private ExternalDatabase database = open(server.config().user(), server.config().password());

  private ExternalDatabase open(String user, Secret password) {
    PostgresConfig own = server.config();
    PostgresConfig config =
        new PostgresConfig(
            "127.0.0.1", proxy.port(), own.db(), user, password, 28, "disable", Optional.empty());
    return new ExternalDatabase(vertx, config, "external");
  }

  @AfterEach
  void close() {
    await(database.close());
    await(vertx.close());
    proxy.close();
    server.close();
  }

  private String text(String sql) {
    return await(database.query(sql, Tuple.tuple()).map(rows -> rows.iterator().next()))
        .getValue(0)
        .toString();
  }

  @Test
  void itsTablesAreFoundAndItsSettingsLeftAlone() {
    server.execute(
        "CREATE TABLE public.\"Rooms\" (uid text); INSERT INTO public.\"Rooms\" VALUES ('a')");

    assertThat(text("SELECT uid FROM \"Rooms\"")).isEqualTo("a");
    assertThat(text("SHOW search_path")).isEqualTo("\"$user\", public");
    assertThat(text("SHOW enable_seqscan")).isEqualTo("on");
    assertThat(text("SHOW plan_cache_mode")).isEqualTo("auto");
    assertThat(text("SELECT count(*) FROM pg_namespace WHERE nspname = 'foyer'")).isEqualTo("0");
  }

  @Test
  void aTransactionIsAllOrNothing() {
    server.execute("CREATE TABLE public.rooms (uid text PRIMARY KEY)");

    assertThatThrownBy(
            () ->
                await(
                    database.transaction(
                        tx ->
                            tx.query("INSERT INTO rooms VALUES ('a')", Tuple.tuple())
                                .compose(
                                    done ->
                                        tx.query(
                                            "INSERT INTO rooms VALUES ('a')", Tuple.tuple())))))
        .hasMessageContaining("rooms_pkey");

    assertThat(server.number("SELECT count(*) FROM public.rooms")).isZero();
  }

  @Test
  void aChangedTableIsSeenByTheNextStatement() {
    server.execute("CREATE TABLE public.rooms (uid text); INSERT INTO public.rooms VALUES ('a')");
    assertThat(text("SELECT * FROM rooms")).isEqualTo("a");

    server.execute("DROP TABLE public.rooms; CREATE TABLE public.rooms (uid int)");
    server.execute("INSERT INTO public.rooms VALUES (7)");

    assertThat(text("SELECT * FROM rooms")).isEqualTo("7");
  }

  @Test
  void whatIsForbiddenIsSaid() {
    server.execute("CREATE TABLE public.rooms (uid text)");
    String role = "guest_" + server.config().db();
    server.execute("CREATE ROLE " + role + " LOGIN PASSWORD 'guest'");
    try {
      await(database.close());
      database = open(role, Secret.of("guest"));

      assertThatThrownBy(() -> text("SELECT * FROM rooms"))
          .hasMessageContaining("permission denied for table rooms");
    } finally {
      await(database.close());
      server.execute("DROP ROLE " + role);
    }
  }

  @Test
  void itHoldsFewConnections() {
    List<Future<String>> sleeping =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    database
                        .query(
                            "SELECT count(*) FROM pg_stat_activity"
                                + " WHERE application_name = 'foyer-external'"
                                + " AND datname = current_database() AND pg_sleep(0.05)::text = ''",
                            Tuple.tuple())
                        .map(rows -> rows.iterator().next())
                        .map((Row row) -> row.getValue(0).toString()))
            .toList();

    await(Future.all(sleeping));

    assertThat(sleeping.stream().map(Future::result).map(Integer::parseInt))
        .allMatch(connections -> connections <= MOST);
  }

  @Test
  void anOutageFailsWhatIsAskedAndNothingAfterIt() {
    assertThat(text("SELECT 1")).isEqualTo("1");
    proxy.refuse();
    proxy.reset();

    for (int i = 0; i < MOST + 1; i++) {
      assertThatThrownBy(() -> text("SELECT 1"))
          .satisfies(
              cause -> assertThat(DatabaseFailure.of(cause)).isEqualTo(DatabaseFailure.AWAY));
    }

    proxy.heal();
    assertThat(text("SELECT 2")).isEqualTo("2");
  }
}
