package io.foyer.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code foyer restore}. */
@Command(name = "restore", description = "Puts back what backup wrote.")
final class RestoreVerb implements Callable<Integer> {
  private final Program program;
  private final Start start;

  @Parameters(paramLabel = "FILE", description = "The file that backup wrote.")
  private Path file = Path.of("");

  RestoreVerb(Program program, Start start) {
    this.program = program;
    this.start = start;
  }

  @Override
  public Integer call() {
    return start.with(config -> program.restore(config, file));
  }
}
