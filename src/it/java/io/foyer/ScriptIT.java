package io.foyer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.Appointment;
import io.foyer.testing.ChildProcess;
import io.foyer.testing.ManagementClient;
import io.foyer.testing.Needs;
import io.foyer.testing.Ports;
import io.foyer.testing.TestQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built program as its users start and stop it. Numbers are those of 42-jitsi's checks. */
class ScriptIT {
  private static final Map<String, String> CREATE =
      Map.of("X-Model", "scale_team", "X-Event", "create");

  private static final Duration END = Duration.ofSeconds(30);

  private final ProgramFixture program = ProgramFixture.open("script", Map.of());
  private final TestQueue queue = new TestQueue("foyer-it-script");
  private final int port = Ports.free();
  private final int managementPort = Ports.free();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    program.close();
    queue.close();
  }

  private Path log() {
    return folder.resolve("log");
  }

  private ChildProcess foyer(Map<String, String> more, String... words) {
    Path script = Path.of(System.getProperty("basedir", ""), "scripts", "foyer").toAbsolutePath();
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(more);
    return ChildProcess.start(builder.redirectErrorStream(true).redirectOutput(log().toFile()));
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(program.environment());
    environment.putAll(queue.environment());
    environment.put("HTTP_ADDR", "127.0.0.1:" + port);
    environment.put("MANAGEMENT_ADDR", "127.0.0.1:" + managementPort);
    environment.put("DATA_DIR", folder.resolve("data").toString());
    return environment;
  }

  private boolean waitsForALock() {
    return program
            .database()
            .number(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND wait_event_type = 'Lock'")
        >= 1;
  }

  // 29
  @Test
  void aTermInMidMessageEndsInTimeWithZeroAndTheMessageIsKept() throws Exception {
    ManagementClient managementClient = new ManagementClient(managementPort);
    try (ChildProcess foyer = foyer(environment(), "run")) {
      foyer.awaitReady(
          Duration.ofSeconds(60), () -> managementClient.ready() == 200 && queue.consumers() == 1);
      Appointment booked = program.appointment();
      Appointment next = program.appointment();
      Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
      try (AutoCloseable lock = program.database().lock("foyer.evaluations")) {
        queue.publish(CREATE, booked.at(tomorrow).encode().getBytes(UTF_8));
        await().until(this::waitsForALock);
        foyer.signal("TERM");
        await().until(() -> queue.consumers() == 0);
        queue.publish(CREATE, next.at(tomorrow).encode().getBytes(UTF_8));
        assertThat(lock).isNotNull();
      }

      assertThat(foyer.awaitEnd(END)).isZero();
      assertThat(program.status(booked)).isIn("planned", "scheduled");
      assertThat(queue.ready()).as("the one it had not begun").isEqualTo(1);
      assertThat(queue.dead()).isZero();
      assertThat(Files.readString(log())).contains("stopped");
      assertThat(folder.resolve("data")).isEmptyDirectory();
    }
  }

  // 40
  @Test
  void whatIsMissingOrWrongEndsWithOneAndIsNamed() throws Exception {
    Map<String, String> missing = new HashMap<>(environment());
    missing.remove("POSTGRES_PASSWORD");
    missing.remove("INTRA_APP_SECRET");

    assertThat(foyer(missing, "run").awaitEnd(END)).isEqualTo(1);
    assertThat(Files.readString(log())).contains("postgres.password", "intra.app_secret");

    Map<String, String> wrong = new HashMap<>(environment());
    wrong.putAll(Map.of("WARN_BEFORE", "abc", "TIMEOUT", "15", "POSTGRES_PORT", "http"));

    assertThat(foyer(wrong, "run").awaitEnd(END)).isEqualTo(1);
    assertThat(Files.readString(log())).contains("warn_before", "timeout", "postgres.port");
  }

  // 40
  @Test
  void aPasswordMayHoldWhatAnAddressMayNot() throws Exception {
    String mayMakeRoles =
        "SELECT count(*) FROM pg_roles WHERE rolname = current_user AND (rolsuper OR"
            + " rolcreaterole)";
    String user =
        Needs.of(
            "a PostgreSQL user that may create roles",
            Optional.ofNullable(program.environment().get("POSTGRES_USER"))
                .filter(unused -> program.database().number(mayMakeRoles) == 1));
    program.database().execute("DROP ROLE IF EXISTS foyer_it_script");
    program
        .database()
        .execute("CREATE ROLE foyer_it_script LOGIN PASSWORD 'a@b/c:d' IN ROLE \"" + user + "\"");
    try {
      Map<String, String> environment = new HashMap<>(environment());
      environment.put("POSTGRES_USER", "foyer_it_script");
      environment.put("POSTGRES_PASSWORD", "a@b/c:d");

      assertThat(foyer(environment, "outbox", "list").awaitEnd(END)).isZero();
    } finally {
      program.database().execute("DROP ROLE foyer_it_script");
    }
  }
}
