package io.foyer.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code foyer backup}. */
@Command(name = "backup", description = "Writes everything that Foyer keeps into one file.")
final class BackupVerb implements Callable<Integer> {
  private final Program program;
  private final Start start;

  @Parameters(paramLabel = "FILE", description = "The file to write.")
  private Path file = Path.of("");

  BackupVerb(Program program, Start start) {
    this.program = program;
    this.start = start;
  }

  @Override
  public Integer call() {
    return start.with(config -> program.backup(config, file));
  }
}
