package io.foyer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Migrates the schema. */
@Command(description = "Brings the database to the newest schema.")
final class MigrateCommand implements Callable<Integer> {
  private final CommandRunner runner;

  MigrateCommand(CommandRunner runner) {
    this.runner = runner;
  }

  @Override
  public Integer call() {
    return runner.withConfig(
        config ->
            runner.withDatabase(
                config,
                (postgres, schema) -> {
                  runner.out().println("The schema is at version " + schema);
                  return 0;
                }));
  }
}
