package io.foyer.cli;

import io.foyer.cli.CommandHandlers.OutboxQuery;
import io.foyer.cli.CommandHandlers.OutboxReplay;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code foyer outbox}. */
@Command(
    name = "outbox",
    description = "Shows messages to the outside and sends them again.",
    synopsisSubcommandLabel = "VERB")
final class OutboxVerb implements Runnable {
  private final CommandHandlers commandHandlers;
  private final CommandRunner commandRunner;

  @Spec private CommandSpec spec = CommandSpec.create();

  OutboxVerb(CommandHandlers commandHandlers, CommandRunner commandRunner) {
    this.commandHandlers = commandHandlers;
    this.commandRunner = commandRunner;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing verb");
  }

  @Command(name = "list", description = "Lists messages, the newest first.")
  int list(
      @Option(
              names = "--state",
              split = ",",
              paramLabel = "STATE",
              description = "Only these, such as failed or unknown.")
          List<String> states,
      @Option(
              names = "--limit",
              defaultValue = "100",
              paramLabel = "N",
              description = "At most so many; ${DEFAULT-VALUE} where not given.")
          int limit) {
    return commandRunner.with(
        config -> commandHandlers.listOutbox(config, new OutboxQuery(orNone(states), limit)));
  }

  @Command(name = "replay", description = "Sends messages again that have failed, or are held.")
  int replay(
      @Parameters(
              arity = "0..*",
              paramLabel = "ID",
              description = "These, also held ones; else all failed ones.")
          List<String> ids,
      @Option(
              names = "--unknown",
              description = "Also those whose answer was lost: they may arrive twice.")
          boolean unknown) {
    return commandRunner.with(
        config -> commandHandlers.replayOutbox(config, new OutboxReplay(orNone(ids), unknown)));
  }

  private static List<String> orNone(@Nullable List<String> given) {
    return given == null ? new ArrayList<>() : given;
  }
}
