package io.foyer.platform.db;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.Range;
import io.foyer.platform.config.Secret;
import java.util.List;

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
        @Default("16")
        @Range(least = 1, most = 1000)
        int poolSize,
    @Description(
            value = "The TLS mode of connections.",
            allowed = "disable, prefer, require, verify-full")
        @Default("disable")
        String ssl) {
  private static final List<String> SSL = List.of("disable", "prefer", "require", "verify-full");

  /** Checks the name of the TLS mode. */
  public PostgresConfig {
    new Checks().that(SSL.contains(ssl), "ssl", "must be one of " + String.join(", ", SSL)).done();
  }
}
