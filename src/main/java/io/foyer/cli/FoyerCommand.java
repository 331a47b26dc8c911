package io.foyer.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
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
  /** The verb that reads the options of all others. */
  private static final String COMPLETION = "generate-completion";

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
    return create(commandHandlers, environment, directory, new String[0]);
  }

  /**
   * The same for these arguments only. Reading the options of all verbs by reflection took a
   * quarter of a second of each start; what begins with a verb needs that one.
   */
  public static CommandLine create(
      CommandHandlers commandHandlers,
      Map<String, String> environment,
      Path directory,
      String... arguments) {
    ConfigOptions options = new ConfigOptions(environment, directory);
    Map<String, Supplier<Object>> verbs = verbs(commandHandlers, options);
    CommandLine line = new CommandLine(new FoyerCommand()).addMixin("configuration", options);
    String first = arguments.length == 0 ? COMPLETION : arguments[0];
    boolean alone = verbs.containsKey(first) && !first.equals(COMPLETION);
    verbs.forEach(
        (name, verb) -> {
          if (!alone || name.equals(first)) {
            line.addSubcommand(verb.get());
          }
        });
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new CliExceptionHandler());
  }

  /** By their names, in the order of the help. */
  private static Map<String, Supplier<Object>> verbs(
      CommandHandlers commandHandlers, ConfigOptions options) {
    CommandRunner commandRunner = new CommandRunner(options);
    Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();
    verbs.put("run", () -> new RunVerb(commandHandlers, commandRunner));
    verbs.put("check-config", () -> new CheckConfigVerb(options));
    verbs.put("print-config", () -> new PrintConfigVerb(options));
    verbs.put("migrate", () -> new MigrateVerb(commandHandlers, commandRunner));
    verbs.put("demo", () -> new DemoVerb(commandHandlers, commandRunner));
    verbs.put("backup", () -> new BackupVerb(commandHandlers, commandRunner));
    verbs.put("restore", () -> new RestoreVerb(commandHandlers, commandRunner));
    verbs.put("import", () -> new ImportVerb(commandHandlers, commandRunner));
    verbs.put("outbox", () -> new OutboxVerb(commandHandlers, commandRunner));
    verbs.put("feed", () -> new FeedVerb(commandHandlers, commandRunner));
    verbs.put("admin", () -> new AdminVerb(commandHandlers, commandRunner));
    verbs.put("version", VersionVerb::new);
    verbs.put(COMPLETION, AutoComplete.GenerateCompletion::new);
    return verbs;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing verb");
  }
}
