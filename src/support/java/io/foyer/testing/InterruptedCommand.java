package io.foyer.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.Main;
import io.foyer.platform.db.BlockingSession;
import io.foyer.platform.db.Migrations;
import io.foyer.platform.db.embedded.EmbeddedPostgres;
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

/**
 * A command that gets a signal at a chosen moment, to its whole process group as a terminal sends
 * it, on a data folder of its own. Locks of prepared transactions, which survive restarts of the
 * server, hold a command at the moment.
 */
public final class InterruptedCommand implements AutoCloseable {
  /** Longest wait for a moment or an end. */
  public static final Duration WAIT = Duration.ofMinutes(2);

  /** Held by a database whose migration waits. */
  public static final String MIGRATION_LOCK = "SELECT pg_advisory_xact_lock(" + 0x666f796572L + ")";

  /** Held by a database whose tables cannot be read. */
  public static final String TABLE_LOCK = "LOCK TABLE foyer.outbox IN ACCESS EXCLUSIVE MODE";

  private final List<ChildProcess> started = new ArrayList<>();
  private final Path folder;

  /** Makes the folder. */
  public InterruptedCommand() throws IOException {
    folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "interrupted-");
  }

  @Override
  public void close() throws IOException {
    started.forEach(ChildProcess::close);
    servers().forEach(ProcessHandle::destroyForcibly);
    await().until(() -> servers().isEmpty());
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** Its folder; {@code data} in it is the data folder. */
  public Path folder() {
    return folder;
  }

  /** Ended with {@code code}, left no server and logged no error. */
  public void assertEnd(ChildProcess process, int code) throws IOException {
    assertThat(process.awaitEnd(WAIT)).as(logged()).isEqualTo(code);
    await().untilAsserted(() -> assertThat(servers()).isEmpty());
    assertThat(logged()).doesNotContain("level=error");
  }

  /** Makes a database whose lock of {@code sql} no other session gets. */
  public void databaseThatHolds(String sql) throws Exception {
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

  /** Starts a command. */
  public ChildProcess start(String... words) {
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

  /** Signals its process group. */
  public static void interrupt(ChildProcess process, String signal) {
    Shell.run("kill", "-" + signal, "--", "-" + process.pid());
  }

  private Path log() {
    return folder.resolve("command.log");
  }

  /** What it has written so far. */
  public String logged() throws IOException {
    return Files.readString(log());
  }

  /** Home of the embedded server. */
  public Path home() {
    return folder.resolve("data/postgres");
  }

  /** Whether the embedded server accepts connections. */
  public boolean ready() throws IOException {
    Path file = home().resolve("data/postmaster.pid");
    return Files.exists(file) && Files.readString(file).contains("ready");
  }

  /** Entries of a directory whose names begin with {@code prefix}. */
  public static List<Path> entries(Path directory, String prefix) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  /** PostgreSQL's processes on its data. */
  public List<ProcessHandle> servers() {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process.info().commandLine().orElse("").contains(home().resolve("bin-").toString()))
        .toList();
  }
}
