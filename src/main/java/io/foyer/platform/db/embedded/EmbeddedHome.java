package io.foyer.platform.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * Directory layout of the embedded server.
 *
 * @param directory {@code <DATA_DIR>/postgres} without symbolic links, so that it equals the path
 *     that the system reports for a running process
 */
record EmbeddedHome(Path directory) {

  /** Makes the directory, open to this user only. */
  static EmbeddedHome in(Path dataDirectory) throws IOException {
    Path directory = dataDirectory.resolve("postgres");
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return new EmbeddedHome(directory.toRealPath());
  }

  Path cluster() {
    return directory.resolve("data");
  }

  Path password() {
    return directory.resolve("password");
  }

  Path port() {
    return directory.resolve("port");
  }

  Path log() {
    return directory.resolve("server.log");
  }

  /** Everything directly in the home whose name begins so. */
  List<Path> entries(String prefix) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(e -> e.getFileName().toString().startsWith(prefix)).toList();
    }
  }
}
