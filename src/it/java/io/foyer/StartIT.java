package io.foyer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.platform.config.ConfigException;
import io.foyer.platform.db.Migrations;
import io.foyer.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
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

  @Test
  void aSchemaThatWasTamperedWithStopsTheStartInWords() throws Exception {
    try (ProgramFixture program = ProgramFixture.open("tampered", Map.of())) {
      program
          .database()
          .execute("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '1'");

      assertThatThrownBy(() -> program.node(Map.of()))
          .isInstanceOf(Foyer.StartFailure.class)
          .hasMessageStartingWith("schema: ");
    }
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
