package io.foyer.platform.db;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.Range;
import io.foyer.platform.config.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/** The PostgreSQL server. The whole group is absent where Foyer runs its embedded database. */
public record PostgresConfig(
    @Description("The host name or address of the server.") @Default("localhost") String host,
    @Description("The port of the server.") @Default("5432") int port,
    @Description("The name of the database.") @Default("postgres") String db,
    @Description("The user that Foyer logs in as.") @Default("postgres") String user,
    @Description(value = "The password of that user.", example = "change-me") Secret password,
    @Description(
            value =
                "The most connections of one node, besides the one that listens for notifications.",
            unit = "connections")
        @Default("28")
        @Range(least = 2, most = 1000)
        int poolSize,
    @Description(
            value =
                "The TLS mode of connections: `verify-ca` checks who certified the server,"
                    + " `verify-full` its name, too.",
            allowed = "disable, prefer, require, verify-ca, verify-full")
        @Default("disable")
        String ssl,
    @Description(
            value =
                "A PEM file with the authorities that may certify the server, for `verify-ca` and"
                    + " `verify-full`.",
            absent = "those that the Java installation trusts",
            example = "/etc/ssl/postgres.pem")
        Optional<Path> sslCa) {
  private static final List<String> SSL =
      List.of("disable", "prefer", "require", "verify-ca", "verify-full");

  /** Checks the TLS mode, and that the authorities can be read. */
  public PostgresConfig {
    new Checks()
        .that(SSL.contains(ssl), "ssl", "must be one of " + String.join(", ", SSL))
        .that(
            !ssl.startsWith("verify") || sslCa.map(PostgresConfig::readable).orElse(true),
            "ssl_ca",
            "must be a file with PEM certificates")
        .done();
  }

  private static boolean readable(Path ca) {
    try {
      return VerifyingSocketFactory.trust(ca).getTrustManagers().length > 0;
    } catch (GeneralSecurityException | IOException e) {
      return false;
    }
  }

  /** Whether the server's certificate is checked. */
  public boolean verifies() {
    return ssl.startsWith("verify");
  }

  /** Whether the host name must be in the server's certificate. */
  boolean verifiesName() {
    return ssl.equals("verify-full");
  }
}
