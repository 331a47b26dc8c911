package io.foyer.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code foyer restore}. */
@Command(name = "restore", description = "Puts back what backup wrote.")
final class RestoreVerb implements Callable<Integer> {
  private final CommandHandlers commandHandlers;
  private final CommandRunner commandRunner;

  @Parameters(paramLabel = "FILE", description = "The file that backup wrote.")
  private Path file = Path.of("");

  RestoreVerb(CommandHandlers commandHandlers, CommandRunner commandRunner) {
    this.commandHandlers = commandHandlers;
    this.commandRunner = commandRunner;
  }

  @Override
  public Integer call() {
    return commandRunner.with(config -> commandHandlers.restore(config, file));
  }
}
