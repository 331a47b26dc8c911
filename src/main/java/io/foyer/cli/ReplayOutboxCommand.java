package io.foyer.cli;

import io.foyer.admin.OutboxDesk;
import io.foyer.admin.OutboxDesk.Replay;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends outbox messages again. It fails if a message that was asked for by its id had to stay. */
@Command(description = "Sends messages again that have failed, or are held.")
final class ReplayOutboxCommand implements Callable<Integer> {
  private final CommandRunner runner;

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "These, also held ones; else all failed ones.")
  private List<String> ids = new ArrayList<>();

  @Option(
      names = "--unknown",
      description = "Also those whose answer was lost: they may arrive twice.")
  private boolean unknown;

  ReplayOutboxCommand(CommandRunner runner) {
    this.runner = runner;
  }

  @Override
  public Integer call() {
    return runner.withConfig(
        config ->
            runner.withServices(
                config,
                core -> {
                  Replay replay =
                      CommandRunner.await(new OutboxDesk(core.database()).replay(ids, unknown));
                  print(replay);
                  return ids.isEmpty() || replay.count() == ids.stream().distinct().count() ? 0 : 1;
                }));
  }

  private void print(Replay replay) {
    PrintStream out = runner.out();
    replay.judged().forEach(it -> out.println(it.line().id() + " " + it.verdict().words()));
    replay.missing().forEach(id -> out.println(id + " is no message"));
    long stay = replay.judged().size() - replay.count();
    out.println("%d sent again, %d stay as they are".formatted(replay.count(), stay));
  }
}
