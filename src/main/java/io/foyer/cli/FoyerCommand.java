package io.foyer.cli;

import java.nio.file.Path;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code foyer}: the root of all verbs. */
@Command(
    name = "foyer",
    description = "The front hall of remote meetings.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "VERB",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:bad configuration, or it failed",
      "2:wrong usage",
      "130:interrupted by Ctrl-C",
      "143:interrupted by SIGTERM"
    })
public final class FoyerCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private FoyerCommand() {}

  /**
   * The command line, ready to execute.
   *
   * @param commandHandlers what the verbs do
   * @param environment the process's variables
   * @param directory where relative files are looked for
   */
  public static CommandLine create(
      CommandHandlers commandHandlers, Map<String, String> environment, Path directory) {
    ConfigOptions options = new ConfigOptions(environment, directory);
    CommandRunner commandRunner = new CommandRunner(options);
    return new CommandLine(new FoyerCommand())
        .addMixin("configuration", options)
        .addSubcommand(new RunVerb(commandHandlers, commandRunner))
        .addSubcommand(new CheckConfigVerb(options))
        .addSubcommand(new PrintConfigVerb(options))
        .addSubcommand(new MigrateVerb(commandHandlers, commandRunner))
        .addSubcommand(new DemoVerb(commandHandlers, commandRunner))
        .addSubcommand(new BackupVerb(commandHandlers, commandRunner))
        .addSubcommand(new RestoreVerb(commandHandlers, commandRunner))
        .addSubcommand(new ImportVerb(commandHandlers, commandRunner))
        .addSubcommand(new OutboxVerb(commandHandlers, commandRunner))
        .addSubcommand(new FeedVerb(commandHandlers, commandRunner))
        .addSubcommand(new AdminVerb(commandHandlers, commandRunner))
        .addSubcommand(new VersionVerb())
        .addSubcommand(new AutoComplete.GenerateCompletion())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new CliExceptionHandler());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing verb");
  }
}
