package io.foyer.fault;

import static io.foyer.testing.InterruptedCommand.MIGRATION_LOCK;
import static io.foyer.testing.InterruptedCommand.TABLE_LOCK;
import static io.foyer.testing.InterruptedCommand.WAIT;
import static io.foyer.testing.InterruptedCommand.entries;
import static io.foyer.testing.InterruptedCommand.interrupt;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.db.embedded.EmbeddedPostgres;
import io.foyer.testing.ChildProcess;
import io.foyer.testing.InterruptedCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A signal at every moment of a command: it fails with its code and leaves nothing behind. */
class InterruptedCommandFault {
  private InterruptedCommand command;

  @BeforeEach
  void open() throws IOException {
    command = new InterruptedCommand();
  }

  @AfterEach
  void close() throws IOException {
    command.close();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void backupThatIsInterruptedWhileItCopiesFailsAndLeavesNothing(String signal, int code)
      throws Exception {
    command.databaseThatHolds(TABLE_LOCK);
    Path target = command.folder().resolve("foyer.zip");
    ChildProcess backup = command.start("backup", target.toString());
    backup.awaitReady(WAIT, () -> !entries(command.folder(), ".foyer.zip").isEmpty());

    interrupt(backup, signal);

    command.assertEnd(backup, code);
    assertThat(entries(command.folder(), ".foyer.zip")).isEmpty();
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"migrate", "backup", "outbox list", "restore"})
  void commandThatIsInterruptedWhileItWaitsForTheSchemaFails(String line) throws Exception {
    command.databaseThatHolds(MIGRATION_LOCK);
    List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
    if (line.equals("backup") || line.equals("restore")) {
      words.add(command.folder().resolve("foyer.zip").toString());
    }
    ChildProcess process = command.start(words.toArray(String[]::new));
    process.awaitReady(
        WAIT, () -> command.ready() && command.logged().contains("Embedded PostgreSQL is up"));

    interrupt(process, "TERM");

    command.assertEnd(process, 143);
  }

  @ParameterizedTest
  @CsvSource({"migrate, INT, 130", "migrate, TERM, 143", "run, INT, 0", "run, TERM, 0"})
  void firstStartOfTheServerIsGivenUp(String line, String signal, int code) throws Exception {
    ChildProcess process = command.start(line);
    process.awaitReady(WAIT, () -> !entries(command.home(), "initdb-").isEmpty());

    interrupt(process, signal);

    command.assertEnd(process, code);
  }

  @ParameterizedTest
  @CsvSource({"migrate, INT, 130", "migrate, TERM, 143", "run, INT, 0", "run, TERM, 0"})
  void startOfTheServerIsGivenUp(String line, String signal, int code) throws Exception {
    EmbeddedPostgres.start(command.folder().resolve("data")).close();
    ChildProcess process = command.start(line);
    process.awaitReady(WAIT, () -> !command.servers().isEmpty());

    interrupt(process, signal);

    command.assertEnd(process, code);
  }

  @Test
  void runThatIsStoppedWhileItWaitsForTheSchemaEndsInOrder() throws Exception {
    command.databaseThatHolds(MIGRATION_LOCK);
    ChildProcess process = command.start("run");
    process.awaitReady(
        WAIT, () -> command.ready() && command.logged().contains("Embedded PostgreSQL is up"));

    interrupt(process, "TERM");

    command.assertEnd(process, 0);
    assertThat(command.logged()).contains("Foyer stopped");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Embedded PostgreSQL is up",
        "Database schema is up to date",
        "Reminders are off",
        "Foyer is open"
      })
  void runThatIsStoppedAtAnyStepOfItsStartReportsNoError(String step) throws Exception {
    ChildProcess process = command.start("run");
    process.awaitReady(WAIT, () -> command.logged().contains(step));

    interrupt(process, "TERM");

    command.assertEnd(process, 0);
    assertThat(command.logged()).contains("Foyer stopped");
  }
}
