package io.foyer.platform.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Parsed {@code postmaster.pid} (PostgreSQL's {@code pidfile.h}): line 1 the process id, 4 the
 * port, 8 the state. The file stays after a crash, so it does not prove that the server runs.
 *
 * @param pid process id of the server
 * @param port 0 while it is not yet known
 * @param state {@code starting}, {@code ready}, {@code stopping} or empty
 */
record PostmasterFile(long pid, int port, String state) {

  static Path of(EmbeddedHome home) {
    return home.cluster().resolve("postmaster.pid");
  }

  static Optional<PostmasterFile> read(EmbeddedHome home) throws IOException {
    try {
      return parse(Files.readAllLines(of(home)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Empty if there is no process in it: the file is being written, or torn. */
  static Optional<PostmasterFile> parse(List<String> lines) {
    try {
      long pid = Math.abs(Long.parseLong(line(lines, 0)));
      String port = line(lines, 3);
      return Optional.of(
          new PostmasterFile(pid, port.isEmpty() ? 0 : Integer.parseInt(port), line(lines, 7)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String line(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index).strip() : "";
  }

  boolean ready() {
    return state.equals("ready");
  }

  boolean stopping() {
    return state.equals("stopping");
  }
}
