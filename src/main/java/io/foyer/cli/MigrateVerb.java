package io.foyer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code foyer migrate}. */
@Command(name = "migrate", description = "Brings the database to the newest schema.")
final class MigrateVerb implements Callable<Integer> {
  private final CommandHandlers commandHandlers;
  private final CommandRunner commandRunner;

  MigrateVerb(CommandHandlers commandHandlers, CommandRunner commandRunner) {
    this.commandHandlers = commandHandlers;
    this.commandRunner = commandRunner;
  }

  @Override
  public Integer call() {
    return commandRunner.with(commandHandlers::migrate);
  }
}
