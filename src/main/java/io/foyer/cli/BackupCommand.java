package io.foyer.cli;

import io.foyer.admin.backup.Backup;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a backup. */
@Command(description = "Writes everything that Foyer keeps into one file.")
final class BackupCommand implements Callable<Integer> {
  private final CommandRunner runner;

  @Parameters(paramLabel = "FILE", description = "The file to write.")
  private Path file = Path.of("");

  BackupCommand(CommandRunner runner) {
    this.runner = runner;
  }

  @Override
  public Integer call() {
    return runner.withConfig(
        config ->
            runner.withDatabase(
                config,
                (postgres, schema) -> {
                  print(runner.out(), "Wrote", file, new Backup(postgres).take(file));
                  return 0;
                }));
  }

  /** Prints what is in a backup. */
  static void print(PrintStream out, String done, Path file, Backup.Summary it) {
    out.println(
        "%s %s: %d rows of %d tables, schema %s, as of %s"
            .formatted(done, file, it.rows(), it.tables(), it.schema(), it.takenAt()));
  }
}
