package io.foyer.platform.db.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL binaries, unpacked once from the class path.
 *
 * <p>The directory gets its final name only when complete and synced to disk: a crash leaves a
 * temporary directory that the next start removes.
 *
 * @param directory {@code <home>/bin-<version>}
 */
record PostgresBinaries(Path directory) {
  /** What the archives on the class path hold; an integration test compares it with the server. */
  static final String VERSION = "15.19.0";

  static final String MAJOR = "15";
  private static final Logger log = LoggerFactory.getLogger(PostgresBinaries.class);
  private static final String PREFIX = "bin-";

  static PostgresBinaries unpack(EmbeddedHome home) throws IOException {
    Path target = home.directory().resolve(PREFIX + VERSION);
    for (Path torn : home.entries("unpack-")) {
      Trees.delete(torn);
    }
    if (!Files.isDirectory(target)) {
      Path fresh = Files.createTempDirectory(home.directory(), "unpack-");
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      try {
        extract(archive(), fresh);
      } catch (IOException e) {
        Trees.delete(fresh); // The disk may be full: do not keep it so.
        throw e;
      }
      // On disk before the rename: a power cut must not leave a complete-looking directory of
      // holes. One sync of the file system is faster than a thousand forced files.
      if (!Commands.works("sync", "-f", fresh.toString())) {
        log.atDebug().log("sync -f not available, the system syncs the unpacked binaries later");
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }
    return new PostgresBinaries(target);
  }

  /** Removes the programs of other versions; none of them may be running any more. */
  void removeOthers(EmbeddedHome home) throws IOException {
    for (Path old : home.entries(PREFIX)) {
      if (!old.equals(directory)) {
        Trees.delete(old);
      }
    }
  }

  String program(String name) {
    return directory.resolve("bin").resolve(name).toString();
  }

  private static String archive() throws EmbeddedPostgresException {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "");
    String family = os.startsWith("mac") ? "darwin" : os.startsWith("linux") ? "linux" : "";
    String machine =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> "";
        };
    String name = "/postgres-" + family + "-" + machine + ".txz";
    if (PostgresBinaries.class.getResource(name) == null) {
      throw new EmbeddedPostgresException(
          "no embedded PostgreSQL for " + os + " on " + arch + ": set POSTGRES_HOST to a server");
    }
    return name;
  }

  private static void extract(String archive, Path target) throws IOException {
    try (InputStream packed = PostgresBinaries.class.getResourceAsStream(archive)) {
      if (packed == null) {
        throw new EmbeddedPostgresException("cannot read " + archive + " on the class path");
      }
      TarArchiveInputStream tar =
          new TarArchiveInputStream(
              new XZCompressorInputStream(new BufferedInputStream(packed, 1 << 16)));
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(tar, entry, target);
      }
    }
  }

  private static void write(InputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new EmbeddedPostgresException(
          "archive entry outside its directory: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
    } else if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      writeFile(tar, entry, path);
    }
  }

  private static void writeFile(InputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    Files.createDirectories(path.resolveSibling("."));
    Files.copy(tar, path);
    boolean program = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
  }
}
