package io.foyer.platform.db;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Secret;
import java.util.List;

/**
 * PostgreSQL connection settings. The whole group is absent when Foyer runs its embedded database.
 *
 * @param poolSize maximum connections of one instance, not counting the LISTEN connection
 * @param ssl {@code disable}, {@code prefer}, {@code require} or {@code verify-full}
 */
public record PostgresConfig(
    @Default("localhost") String host,
    @Default("5432") int port,
    @Default("postgres") String db,
    @Default("postgres") String user,
    Secret password,
    @Default("16") int poolSize,
    @Default("disable") String ssl) {
  private static final List<String> SSL = List.of("disable", "prefer", "require", "verify-full");

  /** Checks the size of the pool and the name of the SSL mode. */
  public PostgresConfig {
    new Checks()
        .between(1, poolSize, 1000, "pool_size")
        .that(SSL.contains(ssl), "ssl", "must be one of " + String.join(", ", SSL))
        .done();
  }
}
