package io.foyer.cli;

import io.foyer.platform.config.ConfigPrinter;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the settings in effect and where each comes from. */
@Command(
    description = "Prints the settings in effect and where each comes from; secrets are hidden.")
final class PrintConfigCommand implements Runnable {
  private final CommandRunner runner;

  @Spec private CommandSpec spec = CommandSpec.create();

  PrintConfigCommand(CommandRunner runner) {
    this.runner = runner;
  }

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(ConfigPrinter.print(runner.settings().effective()));
    out.flush();
  }
}
