package io.foyer.platform.db.embedded;

import io.foyer.platform.config.Secret;
import io.foyer.platform.db.PostgresConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embedded PostgreSQL server with its data in a local directory: durable ({@code fsync} and {@code
 * synchronous_commit} on), listening on 127.0.0.1, with a password that only the owner of the
 * directory can read.
 *
 * <p>If Foyer is killed the server keeps running and the next start adopts it. There is no shutdown
 * hook: the caller that starts it closes it, after the last use of the database.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  /** A checkpoint of all that is in memory takes seconds on a slow disk. */
  private static final Duration STOP = Duration.ofSeconds(20);

  private final HomeLock lock;
  private final ServerStart start;
  private final ServerStart.Running running;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedPostgres(HomeLock lock, ServerStart start, ServerStart.Running running) {
    this.lock = lock;
    this.start = start;
    this.running = running;
  }

  /**
   * Starts the server on the data in {@code dataDir}, made on the first start, or adopts the one
   * that an earlier Foyer left running. Blocks: half a second usually, some seconds the first time,
   * longer when a crashed server replays its log. If its thread is interrupted, it stops what it
   * started and fails.
   *
   * @throws EmbeddedPostgresException if the directory is in use, cannot be written, holds data of
   *     another major version, or the server fails: the message gives the cause
   */
  public static EmbeddedPostgres start(Path dataDir) throws EmbeddedPostgresException {
    try {
      Files.createDirectories(dataDir);
      Path real = dataDir.toRealPath();
      HomeLock lock = HomeLock.take(real);
      try {
        return start(real, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw EmbeddedPostgresException.of(e, dataDir);
    }
  }

  private static EmbeddedPostgres start(Path dataDir, HomeLock lock) throws IOException {
    long begin = System.nanoTime();
    EmbeddedHome home = EmbeddedHome.in(dataDir);
    ServerAccount account = ServerAccount.of(home);
    PostgresBinaries binaries = PostgresBinaries.unpack(home);
    Secret password = PasswordFile.of(home);
    Commands commands = new Commands(account, home.directory());
    DataDirectory.prepare(home, binaries, commands);
    ServerStart start = new ServerStart(home, binaries, commands, password);
    ServerStart.Running running = start.run();
    EmbeddedPostgres postgres = new EmbeddedPostgres(lock, start, running);
    try {
      binaries.removeOthers(home);
    } catch (IOException e) {
      postgres.close();
      throw e;
    }
    log.atInfo()
        .addKeyValue("port", running.config().port())
        .addKeyValue("pid", running.postmaster().process().pid())
        .addKeyValue("adopted", running.adopted())
        .addKeyValue("millis", (System.nanoTime() - begin) / 1_000_000)
        .log("Embedded PostgreSQL is up");
    return postgres;
  }

  /**
   * The server that runs on the data in {@code dataDir}, if one does and lets us in: that of
   * another Foyer, or one that a killed Foyer left. It is only looked at; whoever started it stops
   * it.
   */
  public static Optional<PostgresConfig> running(Path dataDir) throws EmbeddedPostgresException {
    try {
      Path directory = dataDir.resolve("postgres");
      return Files.isDirectory(directory)
          ? running(new EmbeddedHome(directory.toRealPath()))
          : Optional.empty();
    } catch (IOException e) {
      throw EmbeddedPostgresException.of(e, dataDir);
    }
  }

  private static Optional<PostgresConfig> running(EmbeddedHome home) throws IOException {
    Optional<PostmasterFile> file = PostmasterFile.read(home).filter(PostmasterFile::ready);
    if (file.flatMap(f -> Postmaster.of(f, home)).isEmpty() || !Files.exists(home.password())) {
      return Optional.empty();
    }
    PostgresConfig config = LoginProbe.config(file.get().port(), PasswordFile.of(home));
    return Optional.of(config).filter(c -> LoginProbe.attempt(c) == LoginProbe.Answer.WELCOME);
  }

  /** How to reach the server: its superuser, the database {@code postgres}, no TLS on loopback. */
  public PostgresConfig config() {
    return running.config();
  }

  /** Whether the server was already running, left by a Foyer that was killed. */
  public boolean adopted() {
    return running.adopted();
  }

  /** Stops the server within 20 seconds. */
  @Override
  public void close() {
    close(STOP);
  }

  /**
   * Stops the server: sessions still open are ended. Also where this thread is interrupted; may be
   * repeated.
   *
   * @param limit for all of it; without time for a checkpoint, the next start replays the log
   */
  public void close(Duration limit) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      stop(limit);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void stop(Duration limit) {
    try (lock) {
      if (!running.postmaster().stop(start.commands(), start.binaries(), limit)) {
        log.atError().log("Embedded PostgreSQL does not stop, the next start tries again");
      }
    } catch (IOException e) {
      log.atError().setCause(e).log("Embedded PostgreSQL could not be stopped");
    }
  }
}
