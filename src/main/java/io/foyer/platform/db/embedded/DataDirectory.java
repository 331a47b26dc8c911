package io.foyer.platform.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * PostgreSQL data directory, created by initdb. It gets its final name only when initdb has
 * finished, so that after a crash the next start begins again.
 */
final class DataDirectory {
  /**
   * What an operator may change in {@code postgresql.conf}: small memory for a server that idles
   * beside the program, and a log without statements or values.
   */
  private static final String SETTINGS =
      """

      # Foyer's embedded server. Durability and addresses are fixed on its command line.
      max_connections = 60
      shared_buffers = 64MB
      work_mem = 4MB
      maintenance_work_mem = 32MB
      max_wal_size = 512MB
      max_wal_senders = 2
      max_worker_processes = 4
      autovacuum_max_workers = 2
      password_encryption = scram-sha-256
      timezone = 'UTC'
      log_timezone = 'UTC'
      lc_messages = 'C'
      logging_collector = off
      log_checkpoints = off
      log_error_verbosity = terse
      log_min_error_statement = panic
      """;

  private DataDirectory() {}

  /** Makes the cluster unless it is there, and refuses one of another major version. */
  static void prepare(EmbeddedHome home, PostgresBinaries binaries, Commands commands)
      throws IOException {
    for (Path torn : home.entries("initdb-")) {
      Trees.delete(torn);
    }
    if (!Files.isDirectory(home.cluster())) {
      create(home, binaries, commands);
    }
    Path version = home.cluster().resolve("PG_VERSION");
    String found = Files.exists(version) ? Files.readString(version).strip() : "none";
    if (!found.equals(PostgresBinaries.MAJOR)) {
      throw new EmbeddedPostgresException(
          "%s is a database of PostgreSQL %s, this Foyer has %s: move it with foyer backup of the old and foyer restore of the new version"
              .formatted(home.cluster(), found, PostgresBinaries.MAJOR));
    }
  }

  private static void create(EmbeddedHome home, PostgresBinaries binaries, Commands commands)
      throws IOException {
    Path fresh = Files.createTempDirectory(home.directory(), "initdb-");
    commands.account().chown(fresh);
    commands.account().chown(home.password());
    Commands.Result result = initdb(home, binaries, commands, fresh, "C.UTF-8");
    if (result.exit() != 0 && result.output().contains("invalid locale")) {
      // A system without C.UTF-8: letters beyond ASCII then have no upper and lower case.
      result = initdb(home, binaries, commands, fresh, "C");
    }
    if (result.exit() != 0) {
      throw new EmbeddedPostgresException(
          "initdb failed (exit " + result.exit() + ") in " + fresh + ":\n" + result.output());
    }
    Files.writeString(fresh.resolve("postgresql.conf"), SETTINGS, StandardOpenOption.APPEND);
    Files.move(fresh, home.cluster(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static Commands.Result initdb(
      EmbeddedHome home, PostgresBinaries binaries, Commands commands, Path target, String letters)
      throws IOException {
    return commands.run(
        binaries.program("initdb"),
        "--pgdata=" + target,
        "--username=" + LoginProbe.USER,
        "--pwfile=" + home.password(),
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--lc-ctype=" + letters,
        "--data-checksums",
        "--no-instructions");
  }
}
