package io.foyer.platform.db.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's main process: our child, or the orphan of a killed Foyer. It is identified by its
 * process id and its command line, never by the id alone, which the system may have reused.
 */
record Postmaster(ProcessHandle process, EmbeddedHome home) {
  private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
  private static final Duration KILLED = Duration.ofSeconds(1);
  private static final Duration IMMEDIATE = Duration.ofSeconds(3);

  /** The live server of this home that {@code file} speaks of. */
  static Optional<Postmaster> of(PostmasterFile file, EmbeddedHome home) {
    return ProcessHandle.of(file.pid())
        .map(process -> new Postmaster(process, home))
        .filter(Postmaster::alive);
  }

  /** Alive and still our server; a zombie, which nobody may ever reap, has no command any more. */
  boolean alive() {
    if (!process.isAlive()) {
      return false;
    }
    List<String> arguments = List.of(process.info().arguments().orElseGet(() -> new String[0]));
    int option = arguments.indexOf("-D");
    return program().filter(p -> p.startsWith(home.directory())).isPresent()
        && option >= 0
        && option + 1 < arguments.size()
        && arguments.get(option + 1).equals(home.cluster().toString());
  }

  /** Whether it runs these very programs, not those of an older Foyer. */
  boolean runs(PostgresBinaries binaries) {
    return program().filter(p -> p.startsWith(binaries.directory())).isPresent();
  }

  private Optional<Path> program() {
    return process
        .info()
        .command()
        .map(command -> command.replace(" (deleted)", "")) // Its file; the process goes on.
        .map(Path::of)
        .filter(path -> path.endsWith("bin/postgres"));
  }

  /**
   * Fast shutdown: sessions are ended, what was committed is checkpointed. If {@code limit} does
   * not suffice for the checkpoint, the server is stopped without it, which the next start makes up
   * for; at last it is killed.
   *
   * @param limit for all of it
   * @return whether the server is gone
   */
  boolean stop(Commands commands, PostgresBinaries binaries, Duration limit) throws IOException {
    if (!alive()) {
      return true;
    }
    Duration fast = limit.minus(IMMEDIATE).minus(KILLED);
    if (fast.isPositive()) {
      signal("INT", commands, binaries);
      if (goneWithin(fast)) {
        return true;
      }
    }
    log.atWarn().addKeyValue("pid", process.pid()).log("Embedded PostgreSQL stops slowly");
    signal("QUIT", commands, binaries);
    if (goneWithin(IMMEDIATE)) {
      return true;
    }
    log.atWarn().addKeyValue("pid", process.pid()).log("Embedded PostgreSQL killed");
    return kill() && goneWithin(KILLED);
  }

  /** Kills it with its children: one that hangs would keep the memory that the next start needs. */
  private boolean kill() {
    List<ProcessHandle> children = process.descendants().toList();
    boolean killed = process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    return killed;
  }

  /** By pg_ctl, because Java can send neither of these signals. */
  private void signal(String name, Commands commands, PostgresBinaries binaries)
      throws IOException {
    Commands.Result result =
        commands.run(binaries.program("pg_ctl"), "kill", name, Long.toString(process.pid()));
    if (result.exit() != 0 && alive()) {
      throw new EmbeddedPostgresException(
          "cannot stop PostgreSQL, process " + process.pid() + ": " + result.output());
    }
  }

  private boolean goneWithin(Duration limit) throws EmbeddedPostgresException {
    Deadline deadline = Deadline.in(limit);
    while (alive()) {
      if (!deadline.pause()) {
        return false;
      }
    }
    return true;
  }
}
