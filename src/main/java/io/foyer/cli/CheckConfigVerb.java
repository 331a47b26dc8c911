package io.foyer.cli;

import io.foyer.FoyerConfig;
import io.foyer.platform.config.Settings;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code foyer check-config}: reads the configuration as a start would, and starts nothing. */
@Command(
    name = "check-config",
    description = "Says what is wrong with the configuration, if anything.")
final class CheckConfigVerb implements Runnable {
  private final ConfigOptions options;

  @Spec private CommandSpec spec = CommandSpec.create();

  CheckConfigVerb(ConfigOptions options) {
    this.options = options;
  }

  @Override
  public void run() {
    Settings<FoyerConfig> settings = options.load();
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
