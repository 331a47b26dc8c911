package io.foyer.platform.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A data directory after a first start and a stop, made once for all tests of a JVM. */
final class EmbeddedPostgresTemplate implements AutoCloseable {
  private final Path folder;

  EmbeddedPostgresTemplate() throws IOException {
    this.folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "embedded-");
    EmbeddedPostgres.start(folder).close();
    if (Files.exists(EmbeddedHome.in(folder).cluster().resolve("postmaster.pid"))) {
      throw new IOException("the server did not stop, so its data cannot be copied");
    }
    Files.delete(EmbeddedHome.in(folder).port()); // each copy finds a port of its own
  }

  /** Copies it to where nothing is yet; the programs, which no test writes to, are linked. */
  void copyTo(EmbeddedHome home) throws IOException {
    EmbeddedHome from = EmbeddedHome.in(folder);
    Path programs = from.entries("bin-").getFirst();
    if (!copied(programs, home, "-Rpl")) { // no links between files of this folder
      require(copied(programs, home, "-Rp"), programs);
    }
    require(copied(from.cluster(), home, "-Rp"), from.cluster());
    require(copied(from.password(), home, "-p"), from.password());
  }

  private static boolean copied(Path from, EmbeddedHome to, String options) {
    return Commands.works("cp", options, from.toString(), to.directory() + "/");
  }

  private static void require(boolean copied, Path from) throws IOException {
    if (!copied) {
      throw new IOException("cannot copy " + from);
    }
  }

  @Override
  public void close() throws IOException {
    Trees.delete(folder);
  }
}
