package io.foyer.cli;

import io.foyer.FoyerConfig;
import io.foyer.platform.config.Settings;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Reads the configuration as a start would, and starts nothing. */
@Command(description = "Says what is wrong with the configuration, if anything.")
final class CheckConfigCommand implements Runnable {
  private final CommandRunner runner;

  @Spec private CommandSpec spec = CommandSpec.create();

  CheckConfigCommand(CommandRunner runner) {
    this.runner = runner;
  }

  @Override
  public void run() {
    Settings<FoyerConfig> settings = runner.settings();
    PrintWriter err = spec.commandLine().getErr();
    settings.warnings().forEach(each -> err.println("warning: " + each));
    settings.config().warnings().forEach(each -> err.println("warning: " + each));
    settings
        .unknownVariables()
        .forEach(each -> err.println("warning: the variable " + each + " is no setting"));
    err.flush();
    spec.commandLine().getOut().println("The configuration is good.");
  }
}
