package io.foyer.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code foyer backup}. */
@Command(name = "backup", description = "Writes everything that Foyer keeps into one file.")
final class BackupVerb implements Callable<Integer> {
  private final CommandHandlers commandHandlers;
  private final CommandRunner commandRunner;

  @Parameters(paramLabel = "FILE", description = "The file to write.")
  private Path file = Path.of("");

  BackupVerb(CommandHandlers commandHandlers, CommandRunner commandRunner) {
    this.commandHandlers = commandHandlers;
    this.commandRunner = commandRunner;
  }

  @Override
  public Integer call() {
    return commandRunner.with(config -> commandHandlers.backup(config, file));
  }
}
