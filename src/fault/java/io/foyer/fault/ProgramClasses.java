package io.foyer.fault;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.foyer.Main;
import io.foyer.testing.OnRedis;
import io.foyer.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * JVM options that name the classes of a node. Those of the packaged program come with an archive
 * of them (class data sharing), which halves what a start costs; it is recorded once per build, by
 * a node that starts and ends. Unpackaged classes have no archive: it holds classes of jars only.
 */
final class ProgramClasses {
  private static final Duration END = Duration.ofMinutes(2);

  /** Of what the JVM remarks on an archive, and of nothing else: an agent is remarked on. */
  private static final List<String> SILENCE =
      List.of("-Xlog:disable", "-Xlog:all=error:stderr", "-Xlog:cds*=off:stderr");

  private static final class Shared {
    static final List<String> OPTIONS = options(location());
  }

  private ProgramClasses() {}

  /** What every node is started with. */
  static List<String> options() {
    return Shared.OPTIONS;
  }

  private static Path location() {
    try {
      return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> options(Path program) {
    if (!Files.isDirectory(program.resolveSibling("lib"))) {
      return List.of("-cp", System.getProperty("java.class.path"));
    }
    List<String> options = new ArrayList<>(SILENCE);
    options.add("-XX:SharedArchiveFile=" + archive(program));
    options.addAll(List.of("-cp", program.toString()));
    return List.copyOf(options);
  }

  /** The archive of this build, recorded by the first test that asks. */
  private static Path archive(Path program) {
    Path folder = Path.of("target", "fault", "archive").toAbsolutePath();
    Path archive = folder.resolve("nodes.jsa");
    try {
      Files.createDirectories(folder);
      try (FileChannel guard = FileChannel.open(folder.resolve("lock"), CREATE, WRITE);
          FileLock lock = guard.lock()) {
        Objects.requireNonNull(lock);
        if (!Files.exists(archive) || isNewer(program, archive)) {
          record(program, folder, archive);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return archive;
  }

  private static boolean isNewer(Path one, Path other) throws IOException {
    return Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(other)) > 0;
  }

  private static void record(Path program, Path folder, Path archive) throws IOException {
    Path recorded = folder.resolve("recorded.jsa");
    try (TestDatabase database = TestDatabase.empty("fault_archive");
        FoyerProcesses foyerProcesses = new FoyerProcesses(folder)) {
      Map<String, String> settings = new HashMap<>(database.environment());
      settings.putAll(OnRedis.settings());
      FoyerProcess process = foyerProcesses.add(settings);
      process.launch(List.of("-XX:ArchiveClassesAtExit=" + recorded, "-cp", program.toString()));
      process.awaitReady();
      if (process.terminate(END) != 0) {
        throw new IllegalStateException("no archive of classes; see " + process.log());
      }
    }
    Files.move(recorded, archive, REPLACE_EXISTING, ATOMIC_MOVE);
  }
}
