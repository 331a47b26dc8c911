package io.foyer.cli;

import io.foyer.platform.config.ConfigPrinter;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code foyer print-config}: the settings in effect and where each comes from. */
@Command(
    name = "print-config",
    description = "Prints the settings in effect and where each comes from; secrets are hidden.")
final class PrintConfigVerb implements Runnable {
  private final ConfigOptions options;

  @Spec private CommandSpec spec = CommandSpec.create();

  PrintConfigVerb(ConfigOptions options) {
    this.options = options;
  }

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(ConfigPrinter.print(options.load().effective()));
    out.flush();
  }
}
