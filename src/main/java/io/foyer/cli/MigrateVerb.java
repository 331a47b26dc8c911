package io.foyer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code foyer migrate}. */
@Command(name = "migrate", description = "Brings the database to the newest schema.")
final class MigrateVerb implements Callable<Integer> {
  private final Program program;
  private final Start start;

  MigrateVerb(Program program, Start start) {
    this.program = program;
    this.start = start;
  }

  @Override
  public Integer call() {
    return start.with(program::migrate);
  }
}
