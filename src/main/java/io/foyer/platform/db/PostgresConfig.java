package io.foyer.platform.db;

import io.foyer.platform.config.Default;
import io.foyer.platform.config.Secret;

/**
 * Where the PostgreSQL server is. The whole group is absent when Foyer runs its embedded database.
 *
 * @param poolSize connections that one instance holds at most, besides one that listens
 * @param ssl {@code disable}, {@code prefer}, {@code require} or {@code verify-full}
 */
public record PostgresConfig(
    @Default("localhost") String host,
    @Default("5432") int port,
    @Default("postgres") String db,
    @Default("postgres") String user,
    Secret password,
    @Default("16") int poolSize,
    @Default("disable") String ssl) {}
