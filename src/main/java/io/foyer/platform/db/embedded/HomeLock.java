package io.foyer.platform.db.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * File lock that allows one Foyer per data directory. The kernel releases it when the process ends
 * for any cause, and the server process, which may outlive Foyer, does not inherit it.
 *
 * <p>A second file names the holder. It is read before the lock file is opened, because closing any
 * descriptor of a locked file releases every lock that the same process has on it (fcntl(2)): a
 * second start within one process must not release the lock of the first.
 */
final class HomeLock implements AutoCloseable {
  private final FileChannel channel;
  private final Path holder;

  private HomeLock(FileChannel channel, Path holder) {
    this.channel = channel;
    this.holder = holder;
  }

  static HomeLock take(Path dataDirectory) throws IOException {
    Path holder = dataDirectory.resolve("foyer.holder");
    if (Files.exists(holder) && Files.readString(holder).equals(thisProcess())) {
      throw inUse(dataDirectory, holder);
    }
    FileChannel channel =
        FileChannel.open(
            dataDirectory.resolve("foyer.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(dataDirectory, holder);
      }
      Files.writeString(holder, thisProcess());
      return new HomeLock(channel, holder);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static EmbeddedPostgresException inUse(Path directory, Path holder) throws IOException {
    String who = Files.exists(holder) ? Files.readString(holder).strip() : "unknown";
    return new EmbeddedPostgresException(
        "another Foyer uses " + directory + " (" + who + "): stop it or set another DATA_DIR");
  }

  /** The start time is part of it: in a container every Foyer may be process 1. */
  private static String thisProcess() {
    ProcessHandle self = ProcessHandle.current();
    String since = self.info().startInstant().map(Objects::toString).orElse("unknown");
    return "process " + self.pid() + " since " + since + "\n";
  }

  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(holder);
    } finally {
      channel.close();
    }
  }
}
