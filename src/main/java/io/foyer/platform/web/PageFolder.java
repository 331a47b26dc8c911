package io.foyer.platform.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a process unpacks what Vert.x reads from the class path, such as the schemas of OpenAPI:
 * beside its data rather than in /tmp, which may be full. Removes what processes left behind that
 * were killed.
 *
 * <p>A file beside each folder is locked for as long as its process lives; the lock is the kernel's
 * and goes with the process, whatever ends it. So several processes may share a data folder, and
 * none removes what another still serves.
 */
public final class PageFolder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PageFolder.class);
  private static final String PREFIX = "pages-";
  private static final String LOCK = ".lock";

  private final Path home;
  private final Path path;
  private final Path lock;
  private final FileChannel channel;

  private PageFolder(Path home, Path path, Path lock, FileChannel channel) {
    this.home = home;
    this.path = path;
    this.lock = lock;
    this.channel = channel;
  }

  /**
   * A new folder in {@code dataDir}, which is made where it is not there.
   *
   * @throws IOException if nothing can be written there
   */
  public static PageFolder open(Path dataDir) throws IOException {
    Path home = Files.createDirectories(dataDir).toAbsolutePath();
    removeAbandoned(home);
    String name = mine() + UUID.randomUUID();
    Path lock = home.resolve(name + LOCK);
    FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    // Where the file system knows no locks the folder stays behind, but nobody's is removed.
    if (!locked(channel)) {
      log.atInfo().addKeyValue("folder", home).log("no file locks here, unpacked pages may stay");
    }
    return new PageFolder(home, home.resolve(name), lock, channel);
  }

  /** What the names of this process' folders begin with. */
  public Path path() {
    return path;
  }

  private static void removeAbandoned(Path home) throws IOException {
    for (Path lock : below(home, PageFolder::isForeignLock)) {
      try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
        if (locked(channel)) {
          remove(home, lock);
        }
      } catch (IOException | UncheckedIOException e) {
        log.atInfo().addKeyValue("lock", lock).setCause(e).log("abandoned pages not removed");
      }
    }
  }

  /**
   * What names of this process begin with. Its locks must not even be opened: closing any
   * descriptor of a locked file gives up all that the process has locked of it (fcntl(2)).
   */
  private static String mine() {
    ProcessHandle self = ProcessHandle.current();
    long since = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return PREFIX + self.pid() + "-" + since + "-";
  }

  private static boolean isForeignLock(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(PREFIX) && name.endsWith(LOCK) && !name.startsWith(mine());
  }

  private static boolean locked(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      return false; // nobody can
    }
  }

  /** The folders first: whoever is interrupted here leaves the lock for the next. */
  private static void remove(Path home, Path lock) throws IOException {
    String name = lock.getFileName().toString();
    String owner = name.substring(0, name.length() - LOCK.length());
    for (Path folder : below(home, f -> Files.isDirectory(f) && belongs(f, owner))) {
      try (Stream<Path> tree = Files.walk(folder)) {
        for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      }
    }
    Files.deleteIfExists(lock);
  }

  private static boolean belongs(Path folder, String owner) {
    return folder.getFileName().toString().startsWith(owner);
  }

  private static List<Path> below(Path home, Predicate<Path> which) throws IOException {
    try (Stream<Path> entries = Files.list(home)) {
      return entries.filter(which).toList();
    }
  }

  /** Removes it all; to be called when nothing serves from it any more. */
  @Override
  public void close() {
    try {
      remove(home, lock);
      channel.close();
    } catch (IOException e) {
      log.atInfo().addKeyValue("folder", path).setCause(e).log("unpacked pages stay behind");
    }
  }
}
