package io.foyer.platform.db.embedded;

import io.foyer.platform.config.Secret;
import io.foyer.platform.db.PostgresConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Starts the server and waits until it accepts logins, or adopts one that a killed Foyer left
 * running.
 */
record ServerStart(
    EmbeddedHome home, PostgresBinaries binaries, Commands commands, Secret password) {
  /** A server that was killed replays its log first; half a gigabyte of it at most. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** How long obstacles that pass by themselves are waited out. */
  private static final Duration RETRIES = Duration.ofSeconds(10);

  /** What an orphan gets to answer before it is stopped, and then to stop. */
  private static final Duration ORPHAN = Duration.ofSeconds(10);

  /** A running server that accepts our password. */
  record Running(Postmaster postmaster, PostgresConfig config, boolean adopted) {}

  Running run() throws IOException {
    Optional<Postmaster> orphan = live();
    if (orphan.isPresent() && orphan.get().runs(binaries) && answers(orphan.get())) {
      return running(orphan.get(), true);
    }
    if (orphan.isPresent() && !orphan.get().stop(commands, binaries, ORPHAN)) {
      throw new EmbeddedPostgresException(
          "PostgreSQL of an earlier Foyer, process %d, neither answers nor stops: end it by hand"
              .formatted(orphan.get().process().pid()));
    }
    Optional<PostmasterFile> left = PostmasterFile.read(home);
    if (left.isPresent()) {
      forget(left.get());
    }
    return start();
  }

  private Optional<Postmaster> live() throws IOException {
    return PostmasterFile.read(home).flatMap(file -> Postmaster.of(file, home));
  }

  /**
   * A leftover whose id now belongs to another program, or to a zombie that nobody reaps, would
   * keep the server from starting. It is removed only then: otherwise PostgreSQL judges it better.
   * Either way PostgreSQL finds children of the old server by their shared memory.
   */
  private void forget(PostmasterFile stale) throws IOException {
    if (ProcessHandle.of(stale.pid()).isPresent()) {
      Files.deleteIfExists(PostmasterFile.of(home));
    }
  }

  private boolean answers(Postmaster orphan) throws IOException {
    Deadline deadline = Deadline.in(ORPHAN);
    do {
      Optional<PostmasterFile> file = PostmasterFile.read(home);
      if (file.isEmpty() || file.get().stopping() || !orphan.alive()) {
        return false;
      }
      if (file.get().ready()) {
        return LoginProbe.attempt(LoginProbe.config(file.get().port(), password))
            == LoginProbe.Answer.WELCOME;
      }
    } while (deadline.pause());
    return false;
  }

  private Running start() throws IOException {
    Deadline deadline = Deadline.in(PATIENCE);
    Deadline retries = Deadline.in(RETRIES);
    ServerLog log = new ServerLog(home.log());
    log.rotate();
    int port = ServerPort.choose(home.port());
    while (true) {
      long before = log.length();
      Process process = launch(port);
      if (up(process, deadline)) {
        return welcomed(process);
      }
      String said = log.since(before);
      if (said.contains("could not bind")) {
        port = ServerPort.any(); // Taken between our look and the server's.
      }
      if (!passes(said) || !retries.pause()) {
        throw new EmbeddedPostgresException(
            "PostgreSQL did not start, " + home.log() + " ends with:\n" + said);
      }
    }
  }

  /** A taken port, or the children of a killed server that are just leaving their memory. */
  private static boolean passes(String said) {
    return said.contains("could not bind") || said.contains("shared memory block");
  }

  private Process launch(int port) throws IOException {
    return commands.start(
        home.log(),
        List.of(
            binaries.program("postgres"),
            "-D",
            home.cluster().toString(),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "port=" + port,
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=on",
            "-c",
            "synchronous_commit=on",
            "-c",
            "full_page_writes=on"));
  }

  /**
   * Waits until the server reports ready; false if it exited. One that is not ready in the end, or
   * when we are interrupted, is stopped.
   */
  private boolean up(Process process, Deadline deadline) throws IOException {
    boolean ready = false;
    try {
      while (!ready && process.isAlive() && deadline.pause()) {
        Optional<PostmasterFile> file = PostmasterFile.read(home);
        ready = file.filter(f -> f.pid() == process.pid() && f.ready()).isPresent();
      }
      return ready;
    } finally {
      if (!ready) {
        Commands.end(process);
      }
    }
  }

  /** Logs in; a server that does not let us in, or that nobody is to get, is stopped. */
  private Running welcomed(Process process) throws IOException {
    boolean welcome = false;
    try {
      Running running = running(new Postmaster(process.toHandle(), home), false);
      if (LoginProbe.attempt(running.config()) != LoginProbe.Answer.WELCOME) {
        throw new EmbeddedPostgresException(
            "PostgreSQL (stopped) does not accept the password in %s: restore that file from a backup"
                .formatted(home.password()));
      }
      ServerPort.remember(home.port(), running.config().port());
      welcome = true;
      return running;
    } finally {
      if (!welcome) {
        Commands.end(process);
      }
    }
  }

  private Running running(Postmaster postmaster, boolean adopted) throws IOException {
    int port = PostmasterFile.read(home).map(PostmasterFile::port).orElse(0);
    return new Running(postmaster, LoginProbe.config(port, password), adopted);
  }
}
