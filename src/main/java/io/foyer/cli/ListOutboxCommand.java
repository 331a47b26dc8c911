package io.foyer.cli;

import io.foyer.admin.OutboxDesk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints outbox messages. */
@Command(description = "Lists messages, the newest first.")
final class ListOutboxCommand implements Callable<Integer> {
  private final CommandRunner runner;

  @Option(
      names = "--state",
      split = ",",
      paramLabel = "STATE",
      description = "Only these, such as failed or unknown.")
  private List<String> states = new ArrayList<>();

  @Option(
      names = "--limit",
      defaultValue = "100",
      paramLabel = "N",
      description = "At most so many; ${DEFAULT-VALUE} where not given.")
  private int limit;

  ListOutboxCommand(CommandRunner runner) {
    this.runner = runner;
  }

  @Override
  public Integer call() {
    return runner.withConfig(
        config ->
            runner.withServices(
                config,
                core -> {
                  new OutboxTable(runner.out())
                      .print(
                          CommandRunner.await(new OutboxDesk(core.database()).list(states, limit)));
                  return 0;
                }));
  }
}
