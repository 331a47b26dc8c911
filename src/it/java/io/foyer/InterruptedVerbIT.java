package io.foyer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.platform.db.BlockingSession;
import io.foyer.platform.db.Migrations;
import io.foyer.platform.db.embedded.EmbeddedPostgres;
import io.foyer.testing.ChildProcess;
import io.foyer.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A signal at chosen moments of a verb, to its whole process group as a terminal sends it. Locks of
 * prepared transactions, which survive restarts of the server, hold a verb at the moment.
 */
class InterruptedVerbIT {
  private static final Duration WAIT = Duration.ofMinutes(2);
  private static final String MIGRATION_LOCK =
      "SELECT pg_advisory_xact_lock(" + 0x666f796572L + ")";
  private static final String TABLE_LOCK = "LOCK TABLE foyer.outbox IN ACCESS EXCLUSIVE MODE";

  private final List<ChildProcess> started = new ArrayList<>();
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "interrupted-");
  }

  @AfterEach
  void removeFolder() throws IOException {
    started.forEach(ChildProcess::close);
    servers().forEach(ProcessHandle::destroyForcibly);
    await().until(() -> servers().isEmpty());
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void backupThatIsInterruptedWhileItCopiesFailsAndLeavesNothing(String signal, int code)
      throws Exception {
    databaseThatHolds(TABLE_LOCK);
    Path target = folder.resolve("foyer.zip");
    ChildProcess backup = start("backup", target.toString());
    backup.awaitReady(WAIT, () -> !entries(folder, ".foyer.zip").isEmpty());

    interrupt(backup, signal);

    assertEnd(backup, code);
    assertThat(entries(folder, ".foyer.zip")).isEmpty();
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"migrate", "backup", "outbox list", "restore"})
  void verbThatIsInterruptedWhileItWaitsForTheSchemaFails(String verb) throws Exception {
    databaseThatHolds(MIGRATION_LOCK);
    List<String> words = new ArrayList<>(List.of(verb.split(" ", -1)));
    if (verb.equals("backup") || verb.equals("restore")) {
      words.add(folder.resolve("foyer.zip").toString());
    }
    ChildProcess process = start(words.toArray(String[]::new));
    process.awaitReady(WAIT, () -> ready() && logged().contains("Embedded PostgreSQL is up"));

    interrupt(process, "TERM");

    assertEnd(process, 143);
  }

  @ParameterizedTest
  @CsvSource({"migrate, INT, 130", "migrate, TERM, 143", "run, INT, 0", "run, TERM, 0"})
  void firstStartOfTheServerIsGivenUp(String verb, String signal, int code) throws Exception {
    ChildProcess process = start(verb);
    process.awaitReady(WAIT, () -> !entries(home(), "initdb-").isEmpty());

    interrupt(process, signal);

    assertEnd(process, code);
  }

  @ParameterizedTest
  @CsvSource({"migrate, INT, 130", "migrate, TERM, 143", "run, INT, 0", "run, TERM, 0"})
  void startOfTheServerIsGivenUp(String verb, String signal, int code) throws Exception {
    EmbeddedPostgres.start(folder.resolve("data")).close();
    ChildProcess process = start(verb);
    process.awaitReady(WAIT, () -> !servers().isEmpty());

    interrupt(process, signal);

    assertEnd(process, code);
  }

  @Test
  void runThatIsStoppedWhileItWaitsForTheSchemaEndsInOrder() throws Exception {
    databaseThatHolds(MIGRATION_LOCK);
    ChildProcess process = start("run");
    process.awaitReady(WAIT, () -> ready() && logged().contains("Embedded PostgreSQL is up"));

    interrupt(process, "TERM");

    assertEnd(process, 0);
    assertThat(logged()).contains("Foyer stopped");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Embedded PostgreSQL is up",
        "Database schema is up to date",
        "Reminders are off",
        "Foyer is open"
      })
  void runThatIsStoppedAtAnyStepOfItsStartReportsNoError(String step) throws Exception {
    ChildProcess process = start("run");
    process.awaitReady(WAIT, () -> logged().contains(step));

    interrupt(process, "TERM");

    assertEnd(process, 0);
    assertThat(logged()).contains("Foyer stopped");
  }

  private void assertEnd(ChildProcess process, int code) throws IOException {
    assertThat(process.awaitEnd(WAIT)).as(logged()).isEqualTo(code);
    await().untilAsserted(() -> assertThat(servers()).isEmpty());
    assertThat(logged()).doesNotContain("level=error");
  }

  /** Makes a database whose lock of {@code sql} nobody else gets. */
  private void databaseThatHolds(String sql) throws Exception {
    Path data = folder.resolve("data");
    EmbeddedPostgres.start(data).close();
    Files.writeString(
        home().resolve("data/postgresql.conf"),
        "\nmax_prepared_transactions = 1\n",
        StandardOpenOption.APPEND);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
      String unused = new Migrations(postgres.config()).migrate();
      try (Connection connection = BlockingSession.open(postgres.config(), "foyer-test");
          Statement statement = connection.createStatement()) {
        statement.execute("BEGIN");
        statement.execute(sql);
        statement.execute("PREPARE TRANSACTION 'held'");
      }
    }
  }

  private ChildProcess start(String... words) {
    ProcessBuilder builder = ChildProcess.java(List.of(), Main.class, words);
    // A process group of its own, and SIGINT as a terminal gives it, not as a background job.
    builder.command().addAll(0, List.of("setsid", "env", "--default-signal=INT"));
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG"));
    builder
        .environment()
        .putAll(
            Map.of(
                "DATA_DIR", folder.resolve("data").toString(),
                "HTTP_ADDR", "127.0.0.1:0",
                "MANAGEMENT_ADDR", "127.0.0.1:0"));
    builder.redirectErrorStream(true).redirectOutput(log().toFile());
    ChildProcess process = ChildProcess.start(builder);
    started.add(process);
    return process;
  }

  private static void interrupt(ChildProcess process, String signal) {
    Shell.run("kill", "-" + signal, "--", "-" + process.pid());
  }

  private Path log() {
    return folder.resolve("verb.log");
  }

  private String logged() throws IOException {
    return Files.readString(log());
  }

  private Path home() {
    return folder.resolve("data/postgres");
  }

  private boolean ready() throws IOException {
    Path file = home().resolve("data/postmaster.pid");
    return Files.exists(file) && Files.readString(file).contains("ready");
  }

  private static List<Path> entries(Path directory, String prefix) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  /** PostgreSQL's processes on this test's data. */
  private List<ProcessHandle> servers() {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process.info().commandLine().orElse("").contains(home().resolve("bin-").toString()))
        .toList();
  }
}
