package io.foyer.admin.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes a file atomically: writes and syncs a temporary file, then renames it. */
final class WholeFile {
  private WholeFile() {}

  /** Writes the content of the file. */
  interface Content<E extends Exception> {
    void write(OutputStream out) throws IOException, E;
  }

  /** Writes {@code target}, readable by its owner only; an older file of that name is replaced. */
  static <E extends Exception> void write(Path target, Content<E> content) throws IOException, E {
    Path file = target.toAbsolutePath();
    Path folder = file.getParent();
    Path fresh =
        Files.createTempFile(
            folder,
            "." + file.getFileName(),
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        OutputStream out = Channels.newOutputStream(channel);
        content.write(out);
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true); // the new name, too
      }
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
