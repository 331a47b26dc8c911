package io.foyer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Commands, options and exit codes. */
class FoyerCommandTest {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run --roles=http,amqp",
        "run --roles=null",
        "migrate",
        "demo",
        "backup FILE=to.tar",
        "restore FILE=from.tar",
        "import SYSTEM=42-jitsi",
        "outbox list --limit=5 --state=[failed, unknown]",
        "outbox list --limit=100 --state=[]",
        "outbox replay --unknown=true ID=[1, 2]",
        "outbox replay --unknown=false ID=[]",
        "feed publish --count=null --feed=[sport_event, execution] --js=false --rate=null",
        "feed publish --count=9 --feed=[execution] --js=true --rate=2.5",
        "feed export --after=0 --format=NDJSON --from=null --out=null --to=null SUBJECT=execution",
        "feed export --after=7 --format=CSV --from=null --out=f.csv --to=null SUBJECT=a.b",
        "admin create --email=root@example.org --handle=root --password-file=null",
        "version"
      })
  void aCommandHasItsArgumentsAndTheirDefaults(String parsed) {
    String[] arguments =
        Pattern.compile("(?:[^\\s\\[]|\\[[^]]*])+")
            .matcher(parsed)
            .results()
            .map(MatchResult::group)
            .filter(word -> !word.endsWith("=null") && !word.endsWith("=[]"))
            .filter(word -> !word.endsWith("=false"))
            .map(word -> word.replaceFirst("^[A-Z]+=", ""))
            .flatMap(word -> words(word.replaceFirst("=true$", "")))
            .toArray(String[]::new);
    CommandLine line = line(Map.of(), arguments);

    assertThat(described(line.parseArgs(arguments))).isEqualTo(parsed);
  }

  /** A list of positional arguments is several words, that of an option one. */
  private static Stream<String> words(String word) {
    return word.startsWith("[")
        ? Stream.of(word.substring(1, word.length() - 1).split(", ", -1))
        : Stream.of(word.replaceAll("[\\[\\] ]", ""));
  }

  private static String described(ParseResult parsed) {
    List<String> words = new ArrayList<>();
    ParseResult command = parsed;
    while (command.hasSubcommand()) {
      command = command.subcommand();
      words.add(command.commandSpec().name());
    }
    Stream.concat(
            command.commandSpec().options().stream().filter(it -> !it.inherited()),
            command.commandSpec().positionalParameters().stream())
        .filter(
            arg -> !(arg instanceof OptionSpec o && o.longestName().matches("--help|--version")))
        .map(FoyerCommandTest::described)
        .sorted()
        .forEach(words::add);
    return String.join(" ", words);
  }

  private static String described(ArgSpec arg) {
    String name = arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
    return name + "=" + arg.<Object>getValue();
  }

  @Test
  void rolesOverrideTheSetting() {
    assertThat(execute("run", "--roles", "cook")).isEqualTo(FAILED);

    assertThat(err.toString()).startsWith("roles");
  }

  @Test
  void settingsMayStandBeforeAndAfterTheCommandAndHoldAnything() throws IOException {
    Files.writeString(directory.resolve("my.yml"), "timeout: 3s\n");

    int code =
        execute(
            "--config",
            "my.yml",
            "print-config",
            "--set",
            "postgres.password=a@b/c:d=,e",
            "--set",
            "postgres.user=a@b/c:d=,e");

    assertThat(code).isEqualTo(DONE);
    assertThat(out.toString())
        .contains("timeout: 3s")
        .contains("user: \"a@b/c:d=,e\"")
        .contains("password: \"***\"");
  }

  @Test
  void commandsOfAGroupTakeSettingsAndHelpToo() {
    assertThat(execute("outbox", "list", "--set", "timeout=3")).isEqualTo(FAILED);
    assertThat(err.toString()).startsWith("timeout: ");
    assertThat(execute("outbox", "list", "--help")).isEqualTo(DONE);
    assertThat(out.toString()).contains("Usage: foyer outbox list").contains("--state", "--set");
  }

  @Test
  void readmeListsTheCommands() throws IOException {
    String list =
        Files.readString(Path.of("README.md"))
            .replaceFirst("(?s).*--help` lists the commands: ", "")
            .replaceFirst("(?s)\\.\\s.*", "");
    List<String> documented =
        Pattern.compile("`([^`]+)`").matcher(list).results().map(it -> it.group(1)).toList();

    assertThat(documented).containsExactlyInAnyOrderElementsOf(names(line(Map.of()), ""));
  }

  private static List<String> names(CommandLine group, String prefix) {
    return group.getSubcommands().entrySet().stream()
        .flatMap(
            it ->
                it.getValue().getSubcommands().isEmpty()
                    ? Stream.of(prefix + it.getKey())
                    : names(it.getValue(), prefix + it.getKey() + " ").stream())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "check-config", "print-config", "migrate", "demo"})
  void aBadConfigurationIsPrintedAndEndsWithOne(String command) {
    int code = execute(command, "--set", "warn_before=15", "--set", "postgres.host=db");

    assertThat(code).isEqualTo(FAILED);
    assertThat(err.toString().lines())
        .containsExactly(
            "missing required configuration: postgres.password",
            "warn_before: must be a duration such as 15m or 1h30m");
  }

  @Test
  void aGoodConfigurationIsConfirmedWithWhatIsOdd() throws IOException {
    Files.writeString(directory.resolve("config.yml"), "service: 42-jitsi\n");

    int code = execute(Map.of("POSTGRES_VERSION", "9.6"), "check-config");

    assertThat(code).isEqualTo(DONE);
    assertThat(out.toString()).contains("The configuration is good.");
    assertThat(err.toString().lines())
        .containsExactly(
            "warning: service: does nothing any more",
            "warning: the variable POSTGRES_VERSION is no setting");
  }

  @Test
  void theConfigurationIsPrintedWithoutItsSecrets() {
    int code = execute(Map.of("ADMIN_TOKEN", "canary-of-more-than-32-characters"), "print-config");

    assertThat(code).isEqualTo(DONE);
    assertThat(out.toString())
        .contains("admin_token: \"***\" # environment ADMIN_TOKEN")
        .doesNotContain("canary");
  }

  @Test
  void theVersionIsPrinted() {
    assertThat(execute("version")).isEqualTo(DONE);
    assertThat(out.toString()).startsWith("foyer ").contains("Java");
  }

  @Test
  void completionIsPrinted() {
    assertThat(execute("generate-completion")).isEqualTo(DONE);
    assertThat(out.toString()).contains("check-config").contains("42-jitsi");
  }

  @Test
  void wrongUsageEndsWithTwo() {
    assertThat(execute()).isEqualTo(USAGE);
    assertThat(execute("walk")).isEqualTo(USAGE);
    assertThat(execute("run", "--fast")).isEqualTo(USAGE);
    assertThat(execute("run", "--set", "timeout")).isEqualTo(USAGE);
    assertThat(execute("outbox")).isEqualTo(USAGE);
    assertThat(execute("backup")).isEqualTo(USAGE);
    assertThat(execute("import", "zoom")).isEqualTo(USAGE);
    assertThat(execute("feed")).isEqualTo(USAGE);
    assertThat(execute("feed", "publish", "--rate", "0")).isEqualTo(USAGE);
    assertThat(execute("feed", "publish", "--count", "-1")).isEqualTo(USAGE);
    assertThat(execute("feed", "publish", "--feed", "orders")).isEqualTo(USAGE);
    assertThat(execute("feed", "export")).isEqualTo(USAGE);
    assertThat(execute("feed", "export", "execution", "--after", "-1")).isEqualTo(USAGE);
    assertThat(execute("feed", "export", "execution", "--from", "yesterday")).isEqualTo(USAGE);
  }

  @Test
  void aProblemIsPrintedInItsOwnWords() {
    assertThat(execute("admin", "create")).isEqualTo(FAILED);
    assertThat(err.toString().lines()).containsExactly("An e-mail address is needed: --email.");
  }

  @Test
  void anUnexpectedFailureEndsWithOne() {
    CommandLine line = line(Map.of());

    assertThat(
            new CliExceptionHandler()
                .handleExecutionException(
                    new IllegalStateException("boom"), line, line.parseArgs("version")))
        .isEqualTo(FAILED);
  }

  private int execute(String... arguments) {
    return execute(Map.of(), arguments);
  }

  private int execute(Map<String, String> environment, String... arguments) {
    return line(environment, arguments).execute(arguments);
  }

  private CommandLine line(Map<String, String> environment, String... arguments) {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return FoyerCommand.create(new Shutdown(), nowhere, environment, directory, arguments)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }
}
