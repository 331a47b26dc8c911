package io.foyer.platform.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.ChildProcess;
import io.foyer.testing.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What kills leave behind, and what the next start makes of it. */
class EmbeddedPostgresCrashIT {
  @RegisterExtension final EmbeddedPostgresFolder foyer = new EmbeddedPostgresFolder();

  @Test
  void killedFoyerLeavesAServerThatTheNextOneAdopts() throws Exception {
    ChildProcess killed = foyer.node();
    int port = Integer.parseInt(EmbeddedPostgresFolder.firstLine(killed).replace("port ", ""));
    JdbcProbe left = new JdbcProbe(LoginProbe.config(port, PasswordFile.of(foyer.home())));
    left.run("CREATE TABLE t AS SELECT generate_series(1, 1000) AS n");
    long pid = foyer.server().orElseThrow().process().pid();
    killed.kill();
    assertThat(foyer.server()).isPresent();

    EmbeddedPostgres next = foyer.start();

    assertThat(next.adopted()).isTrue();
    assertThat(next.config().port()).isEqualTo(port);
    assertThat(foyer.server().orElseThrow().process().pid()).isEqualTo(pid);
    assertThat(database(next).ask("SELECT count(*) FROM t")).isEqualTo("1000");
    next.close();
    assertThat(foyer.server()).isEmpty();
  }

  @Test
  void killedServerRecoversWhatWasCommitted() throws Exception {
    EmbeddedPostgres first = foyer.start();
    database(first).run("CREATE TABLE t AS SELECT generate_series(1, 1000) AS n");
    ProcessHandle process = foyer.server().orElseThrow().process();
    process.destroyForcibly();
    await().until(() -> foyer.server().isEmpty());
    first.close();

    EmbeddedPostgres second = foyer.start();

    assertThat(second.adopted()).isFalse();
    assertThat(database(second).ask("SELECT count(*) FROM t")).isEqualTo("1000");
  }

  @Test
  void stalePidFileDoesNotHarmTheProgramThatHasTheIdNow() throws Exception {
    foyer.start().close();
    ChildProcess stranger = ChildProcess.start(new ProcessBuilder("sleep", "600"));
    foyer.closeLater(stranger);
    Files.writeString(
        foyer.home().cluster().resolve("postmaster.pid"),
        "%d\n%s\n1700000000\n5432\n\n127.0.0.1\n  1234 5\nready   \n"
            .formatted(stranger.pid(), foyer.home().cluster()));

    EmbeddedPostgres next = foyer.start();

    assertThat(next.adopted()).isFalse();
    assertThat(database(next).ask("SELECT 1")).isEqualTo("1");
    assertThat(stranger.alive()).isTrue();
  }

  @Tag(EmbeddedPostgresFolder.FIRST_START)
  @Test
  void tornFirstStartsAreStartedOver() throws Exception {
    EmbeddedHome home = EmbeddedHome.in(foyer.dataDir());
    Files.createDirectories(home.directory().resolve("unpack-1/bin"));
    Files.createDirectories(home.directory().resolve("initdb-1/base"));
    Files.createDirectories(home.directory().resolve("bin-14.1.0/bin"));

    foyer.start();

    assertThat(home.entries("unpack-")).isEmpty();
    assertThat(home.entries("initdb-")).isEmpty();
    assertThat(home.entries("bin-")).hasSize(1);
  }

  @Test
  void orphanThatIsOnItsWayOutIsStoppedAndStartedAnew() throws Exception {
    long pid = foyer.orphan();
    Path file = PostmasterFile.of(foyer.home());
    Files.writeString(file, Files.readString(file).replace("ready   ", "stopping"));

    EmbeddedPostgres next = foyer.start();

    assertThat(next.adopted()).isFalse();
    assertThat(database(next).ask("SELECT 1")).isEqualTo("1");
    assertThat(foyer.server().orElseThrow().process().pid()).isNotEqualTo(pid);
  }

  @Test
  void orphanWithAnotherPasswordIsNotAdopted() throws Exception {
    foyer.orphan();
    Files.writeString(foyer.home().password(), "not-the-one");

    assertThatThrownBy(foyer::start)
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("does not accept the password in " + foyer.home().password());

    assertThat(foyer.server()).isEmpty();
  }

  @Test
  void checkpointThatHangsIsDoneWithoutWhenTheTimeIsUp() throws Exception {
    EmbeddedPostgres first = foyer.start();
    database(first).run("CREATE TABLE t AS SELECT generate_series(1, 1000) AS n");
    List<ProcessHandle> all = foyer.server().orElseThrow().process().descendants().toList();
    ProcessHandle checkpointer =
        all.stream().filter(it -> title(it).contains("checkpointer")).findFirst().orElseThrow();
    Shell.run("kill", "-STOP", Long.toString(checkpointer.pid()));

    first.close(Duration.ofSeconds(5));

    assertThat(foyer.server()).isEmpty();
    await().until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    EmbeddedPostgres second = foyer.start();
    assertThat(second.adopted()).isFalse();
    assertThat(database(second).ask("SELECT count(*) FROM t")).isEqualTo("1000");
  }

  /** What PostgreSQL calls one of its processes. */
  private static String title(ProcessHandle process) {
    return Shell.output("ps", "-o", "args=", "-p", Long.toString(process.pid()));
  }

  private static JdbcProbe database(EmbeddedPostgres postgres) {
    return new JdbcProbe(postgres.config());
  }
}
