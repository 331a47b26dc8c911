package io.foyer.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;

/** {@code foyer}: the list of all commands. */
@Command(
    name = "foyer",
    description = "The front hall of remote meetings.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:bad configuration, or it failed",
      "2:wrong usage",
      "130:interrupted by Ctrl-C",
      "143:interrupted by SIGTERM"
    })
public final class FoyerCommand {
  /** The command that reads the options of all others. */
  private static final String COMPLETION = "generate-completion";

  private FoyerCommand() {}

  /** All commands by their names, in the order of the help. */
  private static Map<String, Supplier<Object>> commands(CommandRunner runner) {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("run", () -> new RunCommand(runner));
    commands.put("check-config", () -> new CheckConfigCommand(runner));
    commands.put("print-config", () -> new PrintConfigCommand(runner));
    commands.put("migrate", () -> new MigrateCommand(runner));
    commands.put("demo", () -> new DemoCommand(runner));
    commands.put("backup", () -> new BackupCommand(runner));
    commands.put("restore", () -> new RestoreCommand(runner));
    commands.put("import", () -> new ImportCommand(runner));
    commands.put(
        "outbox",
        () ->
            group("Shows messages to the outside and sends them again.")
                .addSubcommand("list", new ListOutboxCommand(runner))
                .addSubcommand("replay", new ReplayOutboxCommand(runner)));
    commands.put(
        "feed",
        () ->
            group("Publishes sample feeds to NATS, and writes feeds out.")
                .addSubcommand("publish", new PublishFeedsCommand(runner))
                .addSubcommand("export", new ExportFeedCommand(runner)));
    commands.put(
        "admin",
        () ->
            group("Manages administrator accounts.")
                .addSubcommand("create", new CreateAdminCommand(runner)));
    commands.put("version", VersionCommand::new);
    commands.put(COMPLETION, AutoComplete.GenerateCompletion::new);
    return commands;
  }

  private static CommandLine group(String description) {
    CommandSpec group = CommandSpec.create();
    group.usageMessage().description(description);
    return new CommandLine(group);
  }

  /**
   * The command line for these arguments. Reading the options of all commands by reflection took a
   * quarter of a second of each start; what begins with a command needs that one.
   *
   * @param shutdown what a signal does to the command
   * @param out where commands print
   * @param environment the process's variables
   * @param directory where relative files are looked for
   */
  public static CommandLine create(
      Shutdown shutdown,
      PrintStream out,
      Map<String, String> environment,
      Path directory,
      String... arguments) {
    ConfigOptions options = new ConfigOptions(environment, directory);
    Map<String, Supplier<Object>> commands = commands(new CommandRunner(options, shutdown, out));
    CommandLine line = new CommandLine(new FoyerCommand()).addMixin("configuration", options);
    String first = arguments.length == 0 ? COMPLETION : arguments[0];
    boolean alone = commands.containsKey(first) && !first.equals(COMPLETION);
    commands.forEach(
        (name, command) -> {
          if (!alone || name.equals(first)) {
            line.addSubcommand(name, command.get());
          }
        });
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new CliExceptionHandler());
  }
}
