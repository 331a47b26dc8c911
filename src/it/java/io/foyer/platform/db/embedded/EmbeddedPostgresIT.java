package io.foyer.platform.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.testing.ChildProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedPostgresIT {
  @RegisterExtension final EmbeddedPostgresFolder foyer = new EmbeddedPostgresFolder();

  @Tag(EmbeddedPostgresFolder.FIRST_START)
  @Test
  void firstStartGivesADurableServerThatKeepsItsSecrets() throws Exception {
    JdbcProbe jdbcProbe = database(foyer.start());

    assertThat(jdbcProbe.ask("SELECT 40 + 2")).isEqualTo("42");
    assertThat(jdbcProbe.ask("SHOW fsync")).isEqualTo("on");
    assertThat(jdbcProbe.ask("SHOW synchronous_commit")).isEqualTo("on");
    assertThat(jdbcProbe.ask("SHOW full_page_writes")).isEqualTo("on");
    assertThat(jdbcProbe.ask("SHOW data_checksums")).isEqualTo("on");
    assertThat(jdbcProbe.ask("SHOW listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(jdbcProbe.ask("SHOW unix_socket_directories")).isEmpty();
    assertThat(jdbcProbe.ask("SHOW server_encoding")).isEqualTo("UTF8");
    assertThat(jdbcProbe.ask("SELECT lower('ÉÑ')")).isEqualTo("éñ");
    assertThat(jdbcProbe.ask("SHOW server_version") + ".0").isEqualTo(PostgresBinaries.VERSION);
    assertThat(
            jdbcProbe.ask(
                "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'"))
        .isEqualTo("0");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(foyer.home().password())))
        .isEqualTo("rw-------");
  }

  @Test
  void wrongPasswordIsRefusedAndNotWrittenToTheLog() throws Exception {
    JdbcProbe jdbcProbe = database(foyer.start());

    assertThatThrownBy(() -> jdbcProbe.with("canary-guess").ask("SELECT 1"))
        .isInstanceOf(SQLException.class)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("28P01");
    assertThat(LoginProbe.attempt(jdbcProbe.with("canary-guess").config()))
        .isEqualTo(LoginProbe.Answer.REFUSED);
    assertThatThrownBy(() -> jdbcProbe.run("SELECT 1 / 0 AS canary"))
        .isInstanceOf(SQLException.class);
    assertThat(Files.readString(foyer.home().log()))
        .contains("division by zero")
        .doesNotContain("canary");
  }

  @Test
  void rowsPortAndPasswordSurviveARestart() throws Exception {
    EmbeddedPostgres first = foyer.start();
    database(first).run("CREATE TABLE t AS SELECT generate_series(1, 1000) AS n");
    first.close();
    assertThat(foyer.server()).isEmpty();

    EmbeddedPostgres second = foyer.start();

    assertThat(second.adopted()).isFalse();
    assertThat(second.config()).isEqualTo(first.config());
    assertThat(database(second).ask("SELECT count(*) FROM t")).isEqualTo("1000");
  }

  @Test
  void anOpenSessionDoesNotHoldUpTheStop() throws Exception {
    EmbeddedPostgres postgres = foyer.start();
    try (Connection session = database(postgres).connect()) {
      assertThat(session.isValid(5)).isTrue();
      postgres.close();
      postgres.close();
    }
    assertThat(foyer.server()).isEmpty();
    assertThat(Files.exists(foyer.home().cluster().resolve("postmaster.pid"))).isFalse();
  }

  @Test
  void secondStarterInTheSameProcessIsRefusedAndLeavesTheLockAlone() throws Exception {
    JdbcProbe jdbcProbe = database(foyer.start());

    assertThatThrownBy(foyer::start)
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("another Foyer uses " + foyer.dataDir())
        .hasMessageContaining("process " + ProcessHandle.current().pid());

    assertThat(jdbcProbe.ask("SELECT 1")).isEqualTo("1");
    ChildProcess other = foyer.node();
    assertThat(EmbeddedPostgresFolder.firstLine(other)).contains("another Foyer uses");
  }

  @Test
  void takenPortIsReplacedAndTheNewOneRemembered() throws Exception {
    EmbeddedPostgres first = foyer.start();
    int port = first.config().port();
    first.close();
    try (ServerSocket taken =
        new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      EmbeddedPostgres second = foyer.start();
      assertThat(second.config().port()).isNotEqualTo(taken.getLocalPort());
      second.close();
      assertThat(foyer.start().config().port()).isEqualTo(second.config().port());
    }
  }

  @Test
  void databaseOfAnotherMajorVersionIsRefused() throws Exception {
    foyer.start().close();
    Files.writeString(foyer.home().cluster().resolve("PG_VERSION"), "14\n");

    assertThatThrownBy(foyer::start)
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("PostgreSQL 14, this Foyer has 15");
  }

  @Test
  void failedStartTellsWhatTheServerSaidAndFreesTheDirectory() throws Exception {
    foyer.start().close();
    Path settings = foyer.home().cluster().resolve("postgresql.conf");
    String good = Files.readString(settings);
    Files.writeString(settings, good + "no_such_setting = 1\n");

    assertThatThrownBy(foyer::start)
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("no_such_setting");

    Files.writeString(settings, good);
    assertThat(database(foyer.start()).ask("SELECT 1")).isEqualTo("1");
  }

  @Test
  void dataDirectoryThatIsAFileIsNamed() throws Exception {
    Path file = Files.writeString(foyer.dataDir().resolve("file"), "");

    assertThatThrownBy(() -> EmbeddedPostgres.start(file))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining(file.toString());
  }

  private static JdbcProbe database(EmbeddedPostgres postgres) {
    return new JdbcProbe(postgres.config());
  }
}
