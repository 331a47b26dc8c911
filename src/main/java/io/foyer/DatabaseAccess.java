package io.foyer;

import io.foyer.platform.Problem;
import io.foyer.platform.db.PostgresConfig;
import io.foyer.platform.db.SchemaException;
import io.foyer.platform.db.embedded.EmbeddedPostgres;
import io.foyer.platform.db.embedded.EmbeddedPostgresException;
import java.time.Duration;
import java.util.Optional;

/**
 * Database access of a command: the configured server; otherwise the embedded one of a running
 * Foyer, or one started for the duration of the command.
 */
public final class DatabaseAccess implements AutoCloseable {
  private final PostgresConfig postgres;
  private final Optional<EmbeddedPostgres> own;

  private DatabaseAccess(PostgresConfig postgres, Optional<EmbeddedPostgres> own) {
    this.postgres = postgres;
    this.own = own;
  }

  /** Finds or starts the server; fails with {@link Problem.Unavailable} if it is unreachable. */
  public static DatabaseAccess of(FoyerConfig config) {
    try {
      Optional<PostgresConfig> there =
          config.services().postgres().isPresent()
              ? config.services().postgres()
              : EmbeddedPostgres.running(config.node().dataDir());
      if (there.isPresent()) {
        return new DatabaseAccess(there.get(), Optional.empty());
      }
      EmbeddedPostgres started = EmbeddedPostgres.start(config.node().dataDir());
      return new DatabaseAccess(started.config(), Optional.of(started));
    } catch (EmbeddedPostgresException e) {
      throw new Problem.Unavailable("embedded database: " + e.getMessage(), Duration.ZERO)
          .asException();
    }
  }

  /** The sentence for an operator whose database was made by another build: what to do about it. */
  public static String refusal(FoyerConfig config, SchemaException foreign) {
    return config.services().postgres().isPresent()
        ? foreign.getMessage() + ", which this build cannot use: give it an empty database"
        : "data_dir %s: %s, which this build cannot use: give it an empty data_dir"
            .formatted(config.node().dataDir(), foreign.getMessage());
  }

  /** The server. */
  public PostgresConfig postgres() {
    return postgres;
  }

  /** Stops the server if it was started for this command. */
  @Override
  public void close() {
    own.ifPresent(EmbeddedPostgres::close);
  }
}
