package io.foyer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.FoyerConfig;
import io.foyer.Role;
import io.foyer.cli.CommandHandlers.OldSystem;
import io.foyer.cli.CommandHandlers.OutboxQuery;
import io.foyer.cli.CommandHandlers.OutboxReplay;
import io.foyer.platform.Problem;
import io.foyer.platform.config.Sources;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Verbs, options and exit codes. */
class FoyerCommandTest {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  @TempDir private Path directory;
  private final Calls calls = new Calls();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void everyVerbReachesTheProgramWithItsArguments() {
    execute("run", "--roles", "http,amqp");
    execute("migrate");
    execute("demo");
    execute("backup", "to.tar");
    execute("restore", "from.tar");
    execute("import", "42-jitsi");
    execute("outbox", "list", "--state", "failed,unknown", "--limit", "5");
    execute("outbox", "list");
    execute("outbox", "replay", "1", "2", "--unknown");
    execute("outbox", "replay");
    execute("feed", "publish");
    execute("feed", "publish", "--feed", "execution", "--rate", "2.5", "--count", "9", "--js");
    execute("feed", "export", "execution");
    execute("feed", "export", "a.b", "--format", "csv", "--after", "7", "--out", "f.csv");
    execute("admin", "create", "--handle", "root", "--email", "root@example.org");

    assertThat(calls.made)
        .containsExactly(
            "run",
            "migrate",
            "demo",
            "backup to.tar",
            "restore from.tar",
            "import 42-jitsi",
            "list [failed, unknown] 5",
            "list [] 100",
            "replay [1, 2] true",
            "replay [] false",
            "publish [] OptionalDouble.empty OptionalLong.empty false",
            "publish [execution] OptionalDouble[2.5] OptionalLong[9] true",
            "export execution NDJSON 0 Optional.empty",
            "export a.b CSV 7 Optional[f.csv]",
            "admin Optional[root] Optional[root@example.org]");
    assertThat(calls.configs.getFirst().node().roles()).containsExactly(Role.HTTP, Role.AMQP);
  }

  @Test
  void theExitCodeIsThatOfTheProgram() {
    calls.exitCode = 7;

    assertThat(execute("run")).isEqualTo(7);
  }

  @Test
  void settingsMayStandBeforeAndAfterTheVerbAndHoldAnything() throws IOException {
    Files.writeString(directory.resolve("my.yml"), "timeout: 3s\n");

    int code =
        execute(
            "--config",
            "my.yml",
            "run",
            "--set",
            "postgres.password=a@b/c:d=,e",
            "--set",
            "postgres.host=db");

    assertThat(code).isEqualTo(DONE);
    FoyerConfig config = calls.configs.getFirst();
    assertThat(config.http().timeout()).hasSeconds(3);
    assertThat(config.services().postgres().orElseThrow().password().reveal())
        .isEqualTo("a@b/c:d=,e");
    assertThat(config.services().postgres().orElseThrow().host()).isEqualTo("db");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "check-config", "print-config", "migrate", "demo"})
  void aBadConfigurationIsToldAndEndsWithOne(String verb) {
    int code = execute(verb, "--set", "warn_before=15", "--set", "postgres.host=db");

    assertThat(code).isEqualTo(FAILED);
    assertThat(err.toString().lines())
        .containsExactly(
            "missing required configuration: postgres.password",
            "warn_before: must be a duration such as 15m or 1h30m");
    assertThat(calls.made).isEmpty();
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
    assertThat(calls.made).isEmpty();
  }

  @Test
  void aProblemIsToldInItsOwnWords() {
    calls.failure = Optional.of(new Problem.NotFound("there is no such message").asException());

    assertThat(execute("outbox", "replay", "1")).isEqualTo(FAILED);
    assertThat(err.toString().lines()).containsExactly("there is no such message");
  }

  @Test
  void whatNobodyExpectedEndsWithOne() {
    calls.failure = Optional.of(new IllegalStateException("boom"));

    assertThat(execute("migrate")).isEqualTo(FAILED);
  }

  private int execute(String... arguments) {
    return execute(Map.of(), arguments);
  }

  private int execute(Map<String, String> environment, String... arguments) {
    CommandLine command = FoyerCommand.create(calls, environment, directory, arguments);
    return command
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private static final class Calls implements CommandHandlers {
    private final List<String> made = new ArrayList<>();
    private final List<FoyerConfig> configs = new ArrayList<>();
    private int exitCode;
    private Optional<RuntimeException> failure = Optional.empty();

    private int call(FoyerConfig config, String call) {
      made.add(call);
      configs.add(config);
      failure.ifPresent(
          each -> {
            throw each;
          });
      return exitCode;
    }

    @Override
    public int run(FoyerConfig config) {
      return call(config, "run");
    }

    @Override
    public int migrate(FoyerConfig config) {
      return call(config, "migrate");
    }

    @Override
    public int demo(FoyerConfig config, Function<UnaryOperator<Sources>, FoyerConfig> reload) {
      return call(config, "demo");
    }

    @Override
    public int backup(FoyerConfig config, Path target) {
      return call(config, "backup " + target);
    }

    @Override
    public int restore(FoyerConfig config, Path source) {
      return call(config, "restore " + source);
    }

    @Override
    public int importFrom(FoyerConfig config, OldSystem system) {
      return call(config, "import " + system);
    }

    @Override
    public int listOutbox(FoyerConfig config, OutboxQuery query) {
      return call(config, "list " + query.states() + " " + query.limit());
    }

    @Override
    public int replayOutbox(FoyerConfig config, OutboxReplay replay) {
      return call(config, "replay " + replay.ids() + " " + replay.unknown());
    }

    @Override
    public int createAdmin(FoyerConfig config, CreateAdminRequest wish) {
      return call(config, "admin " + wish.handle() + " " + wish.email());
    }

    @Override
    public int publishFeeds(FoyerConfig config, FeedPublication wish) {
      return call(
          config,
          "publish %s %s %s %s"
              .formatted(wish.feeds(), wish.rate(), wish.count(), wish.confirmed()));
    }

    @Override
    public int exportFeed(FoyerConfig config, FeedExport wish) {
      return call(
          config,
          "export %s %s %d %s".formatted(wish.subject(), wish.format(), wish.after(), wish.file()));
    }
  }
}
