package io.foyer;

import static io.foyer.testing.InterruptedCommand.TABLE_LOCK;
import static io.foyer.testing.InterruptedCommand.WAIT;
import static io.foyer.testing.InterruptedCommand.entries;
import static io.foyer.testing.InterruptedCommand.interrupt;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.ChildProcess;
import io.foyer.testing.InterruptedCommand;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A command that is interrupted; the fault tests interrupt each at every moment. */
class InterruptedCommandIT {
  private InterruptedCommand command;

  @BeforeEach
  void open() throws IOException {
    command = new InterruptedCommand();
  }

  @AfterEach
  void close() throws IOException {
    command.close();
  }

  @Test
  void backupThatIsInterruptedWhileItCopiesFailsAndLeavesNothing() throws Exception {
    command.databaseThatHolds(TABLE_LOCK);
    Path target = command.folder().resolve("foyer.zip");
    ChildProcess backup = command.start("backup", target.toString());
    backup.awaitReady(WAIT, () -> !entries(command.folder(), ".foyer.zip").isEmpty());

    interrupt(backup, "INT");

    command.assertEnd(backup, 130);
    assertThat(entries(command.folder(), ".foyer.zip")).isEmpty();
    assertThat(target).doesNotExist();
  }

  @Test
  void runThatIsStoppedWhileTheServerStartsForTheFirstTimeEndsInOrder() throws Exception {
    ChildProcess process = command.start("run");
    process.awaitReady(WAIT, () -> !entries(command.home(), "initdb-").isEmpty());

    interrupt(process, "TERM");

    command.assertEnd(process, 0);
  }
}
