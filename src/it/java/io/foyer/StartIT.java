package io.foyer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.cli.CommandFixture;
import io.foyer.platform.config.ConfigException;
import io.foyer.platform.config.Settings;
import io.foyer.platform.config.Sources;
import io.foyer.platform.db.BlockingSession;
import io.foyer.platform.db.Migrations;
import io.foyer.platform.db.SchemaException;
import io.foyer.platform.db.embedded.EmbeddedPostgres;
import io.foyer.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a start needs, and what it refuses. Numbers are those of the checks of 42-jitsi. */
class StartIT {
  // 40
  @Test
  void fourThatStartOnAnEmptyDatabaseAllComeUp() {
    try (TestDatabase database = TestDatabase.empty("start")) {
      List<CompletableFuture<String>> starts =
          IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> {
                            try {
                              return new Migrations(database.config()).migrate();
                            } catch (java.sql.SQLException e) {
                              throw new IllegalStateException(e);
                            }
                          }))
              .toList();

      assertThat(starts.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    }
  }

  @Test
  void aMigratedDatabaseIsLeftAsItIs() throws Exception {
    try (TestDatabase database = TestDatabase.migrated("start")) {
      List<String> before = history(database);

      String version = new Migrations(database.config()).migrate();

      assertThat(before).last().asString().startsWith(version + " ");
      assertThat(history(database)).isEqualTo(before);
    }
  }

  private static List<String> history(TestDatabase database) {
    return database.column(
        """
        SELECT version || ' ' || installed_on || success FROM flyway_schema_history
        ORDER BY installed_rank
        """);
  }

  /**
   * The history of the builds before the baseline, whose migrations had other names and contents.
   */
  private static final String EARLIER_HISTORY =
      """
      DELETE FROM foyer.flyway_schema_history WHERE installed_rank > 1;
      UPDATE foyer.flyway_schema_history SET description = 'house', checksum = 1 WHERE version = '1';
      INSERT INTO foyer.flyway_schema_history
      SELECT installed_rank + n, (1 + n)::text, 'chat', type, 'V' || 1 + n || '__chat.sql', 7,
             installed_by, installed_on, execution_time, success
      FROM foyer.flyway_schema_history, generate_series(1, 4) AS n WHERE version = '1'
      """;

  @Test
  void aDatabaseOfAnEarlierBuildIsRefusedInOneSentence() throws Exception {
    try (ProgramFixture program = ProgramFixture.open("earlier", Map.of())) {
      program.database().execute(EARLIER_HISTORY);

      assertThatThrownBy(() -> program.node(Map.of()))
          .isInstanceOf(Foyer.StartFailure.class)
          .hasMessage(
              "schema foyer of database %s holds the tables of another build of Foyer,"
                  + " which this build cannot use: give it an empty database",
              program.database().address().database());
    }
  }

  @Test
  void tablesWithoutAHistoryAreRefusedInOneSentence() {
    try (TestDatabase database = TestDatabase.migrated("no_history")) {
      database.execute("DROP TABLE foyer.flyway_schema_history");

      assertThatThrownBy(() -> new Migrations(database.config()).migrate())
          .isInstanceOf(SchemaException.class)
          .hasMessageMatching(
              "schema foyer of database \\w+ holds the tables of another build of Foyer");
    }
  }

  @Test
  void aDataDirectoryOfAnEarlierBuildIsRefusedInOneSentence(@TempDir Path folder) throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(folder)) {
      new Migrations(server.config()).migrate();
      try (Connection connection = BlockingSession.open(server.config(), "foyer-test");
          Statement statement = connection.createStatement()) {
        statement.execute(EARLIER_HISTORY);
      }
    }
    String sentence =
        "data_dir %s: schema foyer of database postgres holds the tables of another build of Foyer,"
                .formatted(folder)
            + " which this build cannot use: give it an empty data_dir";
    FoyerConfig config = embedded(folder);
    Foyer foyer = new Foyer(config, List.of());

    assertThatThrownBy(foyer::start).isInstanceOf(Foyer.StartFailure.class).hasMessage(sentence);
    foyer.drain();
    CommandFixture migrate = new CommandFixture(environment(folder));
    assertThat(migrate.execute("migrate")).isEqualTo(1);
    assertThat(migrate.errors()).contains(sentence);
  }

  private static Map<String, String> environment(Path folder) {
    return Map.of(
        "CONFIG_FILE", "",
        "DATA_DIR", folder.toString(),
        "HTTP_ADDR", "127.0.0.1:0",
        "MANAGEMENT_ADDR", "127.0.0.1:0");
  }

  private static FoyerConfig embedded(Path folder) {
    return Settings.load(
            FoyerConfig.class,
            new Sources(
                Map.of(), environment(folder), Optional.empty(), Path.of("").toAbsolutePath()))
        .config();
  }

  // 18
  @Test
  void anEmptySecretStopsTheStart() throws Exception {
    try (ProgramFixture program = ProgramFixture.open("empty_secret", Map.of())) {
      assertThatThrownBy(() -> program.node(Map.of("INTRA_WEBHOOKS", "scale_team.create:")))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("intra.webhooks");
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP_ADDR, http_addr", "MANAGEMENT_ADDR, management_addr"})
  void anAddressThatIsTakenIsNamed(String variable, String setting) throws Exception {
    try (ProgramFixture program = ProgramFixture.open("taken", Map.of())) {
      String taken = "127.0.0.1:" + program.node().managementPort();

      assertThatThrownBy(() -> program.node(Map.of(variable, taken)))
          .isInstanceOf(Foyer.StartFailure.class)
          .hasMessageContaining(setting + " " + taken);
    }
  }
}
