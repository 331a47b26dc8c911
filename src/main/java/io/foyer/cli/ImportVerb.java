package io.foyer.cli;

import io.foyer.cli.CommandHandlers.OldSystem;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code foyer import}. */
@Command(
    name = "import",
    description = "Takes over what an older system left in the configured database.")
final class ImportVerb implements Callable<Integer> {
  private final CommandHandlers commandHandlers;
  private final CommandRunner commandRunner;

  @Parameters(paramLabel = "SYSTEM", description = "One of: ${COMPLETION-CANDIDATES}.")
  private OldSystem system = OldSystem.JITSI_42;

  ImportVerb(CommandHandlers commandHandlers, CommandRunner commandRunner) {
    this.commandHandlers = commandHandlers;
    this.commandRunner = commandRunner;
  }

  @Override
  public Integer call() {
    return commandRunner.with(config -> commandHandlers.importFrom(config, system));
  }
}
