package io.foyer.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.foyer.platform.config.ConfigException;
import io.foyer.platform.db.embedded.EmbeddedPostgres;
import io.foyer.testing.Certificates;
import io.foyer.testing.Shell;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All connections check a server's certificate as they are told to, and say what is wrong. */
class PostgresTlsIT {
  private Path folder;
  private @Nullable EmbeddedPostgres server;

  @BeforeEach
  void makeServer() throws Exception {
    folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "tls-");
    EmbeddedPostgres.start(folder).close();
    Path data = folder.resolve("postgres/data");
    Files.writeString(
        data.resolve("postgresql.conf"),
        "\nssl = on\nssl_cert_file = 'server.pem'\nssl_key_file = 'server.key'\n",
        StandardOpenOption.APPEND);
  }

  @AfterEach
  void removeServer() {
    if (server != null) {
      server.close();
    }
    Shell.run("rm", "-r", folder.toString());
  }

  private void start(String certificate) throws Exception {
    Path data = folder.resolve("postgres/data");
    Certificates.Pem pem = Certificates.of(certificate);
    Files.copy(pem.certificate(), data.resolve("server.pem"), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(pem.key(), data.resolve("server.key"), StandardCopyOption.REPLACE_EXISTING);
    Shell.run("chmod", "600", data.resolve("server.key").toString());
    Shell.run("chown", "--reference=" + data, data.resolve("server.key").toString());
    Shell.run("chown", "--reference=" + data, data.resolve("server.pem").toString());
    server = EmbeddedPostgres.start(folder);
  }

  private PostgresConfig config(String ssl, Optional<Path> ca) {
    PostgresConfig plain = Objects.requireNonNull(server).config();
    return new PostgresConfig(
        plain.host(), plain.port(), plain.db(), plain.user(), plain.password(), 4, ssl, ca);
  }

  @Test
  void allConnectionsAreEncryptedToAServerThatIsVerifiedInFull() throws Exception {
    start("one");

    assertWorks(config("verify-full", Optional.of(Certificates.OURS.authority())));
  }

  @Test
  void aCertificateOfAnotherNameSufficesForTheAuthorityOnly() throws Exception {
    start("four");
    Optional<Path> ca = Optional.of(Certificates.REMOTE.authority());

    assertWorks(config("verify-ca", ca));
    assertRefused(config("verify-full", ca));
  }

  @Test
  void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
    start("one");

    assertRefused(config("verify-ca", Optional.of(Certificates.THEIRS.authority())));
    assertRefused(config("verify-full", Optional.of(Certificates.THEIRS.authority())));
    assertRefused(config("verify-full", Optional.empty())); // no authority of Java's
  }

  @Test
  void authoritiesThatCannotBeReadAreAnErrorOfTheConfiguration() throws Exception {
    start("one");
    Path missing = folder.resolve("missing.pem");

    assertThatThrownBy(() -> config("verify-ca", Optional.of(missing)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("ssl_ca: must be a file with PEM certificates");
  }

  private static void assertWorks(PostgresConfig config) throws Exception {
    assertThat(new Migrations(config).migrate()).isNotEmpty();
    try (Connection connection = BlockingSession.open(config, "foyer-test")) {
      assertThat(connection.isValid(5)).isTrue();
    }
    Vertx vertx = Vertx.vertx();
    Database database = new Database(vertx, config);
    DatabaseSubscriber subscriber = new DatabaseSubscriber(vertx, database);
    List<String> heard = new CopyOnWriteArrayList<>();
    subscriber.listen("tls", heard::add);
    await()
        .until(
            () -> {
              database.notify("tls", "x").await();
              return !heard.isEmpty();
            });
    String sql =
        "SELECT count(*) FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)"
            + " WHERE a.application_name = 'foyer' AND NOT s.ssl";
    assertThat(database.query(sql, Tuple.tuple()).await().iterator().next().getLong(0)).isZero();
    subscriber.close().await();
    database.close().await();
    vertx.close().await();
  }

  private static void assertRefused(PostgresConfig config) {
    SQLException refused =
        catchThrowableOfType(SQLException.class, () -> new Migrations(config).migrate());
    assertThat(Migrations.worthWaiting(refused)).as(refused.getMessage()).isFalse();
    Vertx vertx = Vertx.vertx();
    Database database = new Database(vertx, config);
    assertThatThrownBy(() -> database.ping().await()).hasMessageContaining("SSL handshake failed");
    database.close().await();
    vertx.close().await();
  }
}
