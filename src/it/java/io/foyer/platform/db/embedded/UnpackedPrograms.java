package io.foyer.platform.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The programs of the embedded server, unpacked once for all tests of a JVM. */
final class UnpackedPrograms implements AutoCloseable {
  private final Path folder;
  private final PostgresBinaries binaries;

  UnpackedPrograms() throws IOException {
    this.folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "embedded-");
    this.binaries = PostgresBinaries.unpack(EmbeddedHome.in(folder));
  }

  /** As an earlier start would have left them there. */
  void copyTo(EmbeddedHome home) throws IOException {
    if (!Commands.works(
        "cp", "-R", "-p", binaries.directory().toString(), home.directory() + "/")) {
      throw new IOException("cannot copy " + binaries.directory() + " to " + home.directory());
    }
  }

  @Override
  public void close() throws IOException {
    Trees.delete(folder);
  }
}
