package io.foyer.platform.db.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Operations on directory trees. */
final class Trees {
  private Trees() {}

  static void delete(Path root) throws IOException {
    for (Path path : below(root).sorted(Comparator.reverseOrder()).toList()) {
      Files.deleteIfExists(path);
    }
  }

  /** Gives everything from {@code root} down to another user; only root may. */
  static void giveTo(int uid, int gid, Path root) throws IOException {
    for (Path path : below(root).toList()) {
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    }
  }

  static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid");
  }

  static int group(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:gid");
  }

  private static Stream<Path> below(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return List.copyOf(walk.toList()).stream();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
