package io.foyer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.testing.TestDatabase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Commands that do one thing to the configured database and end. */
@TestInstance(Lifecycle.PER_CLASS)
class DatabaseCommandsIT {
  private static final int DONE = 0;
  private static final int FAILED = 1;

  @TempDir static Path folder;

  private ProgramFixture program;

  @BeforeAll
  void open() {
    program = ProgramFixture.open("commands", Map.of());
  }

  @AfterAll
  void close() {
    program.close();
  }

  private CommandFixture command() {
    return new CommandFixture(program.environment());
  }

  @Test
  void migratePrintsTheVersionOfTheSchema() {
    CommandFixture migrate = command();

    assertThat(migrate.execute("migrate")).isEqualTo(DONE);

    List<String> versions =
        program
            .database()
            .column("SELECT version FROM flyway_schema_history ORDER BY installed_rank DESC");
    assertThat(migrate.out().lines())
        .containsExactly("The schema is at version " + versions.getFirst());
  }

  @Test
  void backupIsRestoredByRestore() {
    String file = folder.resolve("foyer.zip").toString();
    CommandFixture backup = command();

    assertThat(backup.execute("backup", file)).isEqualTo(DONE);

    assertThat(backup.out()).startsWith("Wrote " + file + ": ").contains(" tables, schema ");
    try (TestDatabase empty = TestDatabase.migrated("restored")) {
      Map<String, String> environment = new HashMap<>(program.environment());
      environment.put("POSTGRES_DB", empty.config().db());
      CommandFixture restore = new CommandFixture(environment);
      assertThat(restore.execute("restore", file)).as(restore::errors).isEqualTo(DONE);
      assertThat(restore.out()).startsWith("Restored " + file + ": ");
    }
  }

  @Test
  void outboxIsListedAndReplayed() {
    CommandFixture list = command();
    assertThat(list.execute("outbox", "list", "--state", "failed")).isEqualTo(DONE);
    assertThat(list.out()).startsWith("ID  STATE").endsWith("0 messages\n");

    CommandFixture replay = command();
    assertThat(replay.execute("outbox", "replay")).isEqualTo(DONE);
    assertThat(replay.out().lines()).containsExactly("0 sent again, 0 stay as they are");

    String unknown = "5f0000000000000000000000";
    CommandFixture replayOne = command();
    assertThat(replayOne.execute("outbox", "replay", unknown)).isEqualTo(FAILED);
    assertThat(replayOne.out()).contains(unknown + " is no message");

    CommandFixture badState = command();
    assertThat(badState.execute("outbox", "list", "--state", "lost")).isEqualTo(FAILED);
    assertThat(badState.errors()).isNotEmpty();
  }

  @Test
  void administratorsAreCreatedWithAGeneratedPassword() {
    CommandFixture create = command();

    assertThat(
            create.execute("admin", "create", "--handle", "keeper", "--email", "keeper@foyer.test"))
        .as(create::errors)
        .isEqualTo(DONE);

    assertThat(create.out()).contains("Made the admin keeper");
    assertThat(
            program
                .database()
                .number("SELECT count(*) FROM accounts WHERE handle = 'keeper' AND role = 'admin'"))
        .isEqualTo(1);
    CommandFixture again = command();
    assertThat(
            again.execute("admin", "create", "--handle", "keeper", "--email", "other@foyer.test"))
        .isEqualTo(FAILED);
    assertThat(again.errors()).contains("belongs to somebody else");
  }

  @Test
  void importNeedsTheTablesOfTheOtherSystem() {
    CommandFixture imported = command();

    assertThat(imported.execute("import", "42-jitsi")).isEqualTo(FAILED);

    assertThat(imported.errors()).isNotEmpty();
  }
}
