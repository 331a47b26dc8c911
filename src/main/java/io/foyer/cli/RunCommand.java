package io.foyer.cli;

import io.foyer.Foyer;
import io.foyer.FoyerConfig;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a node. */
@Command(description = "Runs Foyer until it is told to stop.")
final class RunCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

  private final CommandRunner runner;

  @Option(
      names = "--roles",
      paramLabel = "ROLE,…",
      description =
          "What this node does: http, chat, amqp, nats, timer, notify. All of it where not given.")
  private @Nullable String roles;

  RunCommand(CommandRunner runner) {
    this.runner = runner;
  }

  @Override
  public Integer call() {
    Map<String, String> overrides =
        Optional.ofNullable(roles).map(given -> Map.of("roles", given)).orElse(Map.of());
    return runner.withConfig(overrides, this::run);
  }

  private int run(FoyerConfig config) {
    config
        .warnings()
        .forEach(each -> log.atWarn().addKeyValue("setting", each).log("Look at this setting"));
    Foyer foyer = Foyer.of(config);
    return runner.serve(foyer, address -> runner.print(config, address), foyer::drain);
  }
}
