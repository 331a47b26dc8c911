package io.foyer.platform.db.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Log file of the server.
 *
 * @param file appended to by the server
 */
record ServerLog(Path file) {
  private static final long LIMIT = 10 << 20;
  private static final int TAIL = 2_000;

  /** Puts a log of more than 10 MB aside, in place of the one put aside before. */
  void rotate() throws IOException {
    if (length() > LIMIT) {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  long length() throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /** The last lines, at most 2,000 bytes, of what came after {@code start}. */
  String since(long start) throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long from = Math.max(start, channel.size() - TAIL);
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, channel.size() - from));
      int read = channel.read(bytes, from);
      return read <= 0 ? "" : new String(bytes.array(), 0, read, StandardCharsets.UTF_8).strip();
    }
  }
}
