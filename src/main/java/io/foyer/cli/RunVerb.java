package io.foyer.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code foyer run}. */
@Command(name = "run", description = "Runs Foyer until it is told to stop.")
final class RunVerb implements Callable<Integer> {
  private final CommandHandlers commandHandlers;
  private final CommandRunner commandRunner;

  @Option(
      names = "--roles",
      paramLabel = "ROLE,…",
      description =
          "What this node does: http, chat, amqp, nats, timer, notify. All of it where not given.")
  private @Nullable String roles;

  RunVerb(CommandHandlers commandHandlers, CommandRunner commandRunner) {
    this.commandHandlers = commandHandlers;
    this.commandRunner = commandRunner;
  }

  @Override
  public Integer call() {
    Map<String, String> overrides =
        Optional.ofNullable(roles).map(given -> Map.of("roles", given)).orElse(Map.of());
    return commandRunner.with(overrides, commandHandlers::run);
  }
}
