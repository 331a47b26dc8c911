package io.foyer.cli;

import io.foyer.admin.backup.Backup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Restores a backup. */
@Command(description = "Puts back what backup wrote.")
final class RestoreCommand implements Callable<Integer> {
  private final CommandRunner runner;

  @Parameters(paramLabel = "FILE", description = "The file that backup wrote.")
  private Path file = Path.of("");

  RestoreCommand(CommandRunner runner) {
    this.runner = runner;
  }

  @Override
  public Integer call() {
    return runner.withConfig(
        config ->
            runner.withDatabase(
                config,
                (postgres, schema) -> {
                  Backup.Summary restored = new Backup(postgres).restore(file);
                  BackupCommand.print(runner.out(), "Restored", file, restored);
                  return 0;
                }));
  }
}
