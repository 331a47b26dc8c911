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
    exitCodeList = {"0:done", "1:bad configuration, or it failed", "2:wrong usage"})
public final class FoyerCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private FoyerCommand() {}

  /**
   * The command line, ready to execute.
   *
   * @param program what the verbs do
   * @param environment the process's variables
   * @param directory where relative files are looked for
   */
  public static CommandLine create(
      Program program, Map<String, String> environment, Path directory) {
    ConfigOptions options = new ConfigOptions(environment, directory);
    Start start = new Start(options);
    return new CommandLine(new FoyerCommand())
        .addMixin("configuration", options)
        .addSubcommand(new RunVerb(program, start))
        .addSubcommand(new CheckConfigVerb(options))
        .addSubcommand(new PrintConfigVerb(options))
        .addSubcommand(new MigrateVerb(program, start))
        .addSubcommand(new DemoVerb(program, start))
        .addSubcommand(new BackupVerb(program, start))
        .addSubcommand(new RestoreVerb(program, start))
        .addSubcommand(new ImportVerb(program, start))
        .addSubcommand(new OutboxVerb(program, start))
        .addSubcommand(new FeedVerb(program, start))
        .addSubcommand(new AdminVerb(program, start))
        .addSubcommand(new VersionVerb())
        .addSubcommand(new AutoComplete.GenerateCompletion())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failures());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing verb");
  }
}
