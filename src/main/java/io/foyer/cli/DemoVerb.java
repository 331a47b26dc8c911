package io.foyer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code foyer demo}. */
@Command(name = "demo", description = "Runs Foyer with stand-ins for the intranet and Slack.")
final class DemoVerb implements Callable<Integer> {
  private final Program program;
  private final Start start;

  DemoVerb(Program program, Start start) {
    this.program = program;
    this.start = start;
  }

  @Override
  public Integer call() {
    return start.with(program::demo);
  }
}
