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
    Files.delete(EmbeddedHome.in(folder).port()); // each copy finds a port of its own
  }

  /** Copies it to where nothing is yet; the programs, which no test writes to, are linked. */
  void copyTo(EmbeddedHome home) throws IOException {
    EmbeddedHome from = EmbeddedHome.in(folder);
    copy(from.entries("bin-").getFirst(), home, "-Rpl");
    copy(from.cluster(), home, "-Rp");
    copy(from.password(), home, "-p");
  }

  private static void copy(Path from, EmbeddedHome to, String options) throws IOException {
    if (!Commands.works("cp", options, from.toString(), to.directory() + "/")) {
      throw new IOException("cannot copy " + from + " to " + to.directory());
    }
  }

  @Override
  public void close() throws IOException {
    Trees.delete(folder);
  }
}
