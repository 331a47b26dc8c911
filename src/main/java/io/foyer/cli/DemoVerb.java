package io.foyer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code foyer demo}. */
@Command(name = "demo", description = "Runs Foyer with stand-ins for the intranet and Slack.")
final class DemoVerb implements Callable<Integer> {
  private final CommandHandlers commandHandlers;
  private final CommandRunner commandRunner;

  DemoVerb(CommandHandlers commandHandlers, CommandRunner commandRunner) {
    this.commandHandlers = commandHandlers;
    this.commandRunner = commandRunner;
  }

  @Override
  public Integer call() {
    return commandRunner.with(config -> commandHandlers.demo(config, commandRunner::reload));
  }
}
