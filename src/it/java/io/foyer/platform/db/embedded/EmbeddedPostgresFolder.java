package io.foyer.platform.db.embedded;

import io.foyer.testing.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A data directory under {@code target} for each test, with everything stopped at its end. A first
 * start takes longer than most tests: only those with {@link #FIRST_START} make one.
 */
final class EmbeddedPostgresFolder implements BeforeEachCallback, AfterEachCallback {
  /** The tag of a test that finds nothing in its directory. */
  static final String FIRST_START = "first-start";

  private final List<AutoCloseable> opened = new ArrayList<>();
  private Optional<Path> folder = Optional.empty();

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    folder =
        Optional.of(Files.createTempDirectory(Path.of("target").toAbsolutePath(), "embedded-"));
    if (!context.getTags().contains(FIRST_START)) {
      context
          .getRoot()
          .getStore(Namespace.GLOBAL)
          .computeIfAbsent(EmbeddedPostgresTemplate.class)
          .copyTo(home());
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
    server().ifPresent(left -> left.process().destroyForcibly());
    Trees.delete(dataDir());
  }

  Path dataDir() {
    return folder.orElseThrow();
  }

  EmbeddedHome home() throws IOException {
    return EmbeddedHome.in(dataDir());
  }

  void closeLater(AutoCloseable each) {
    opened.add(each);
  }

  EmbeddedPostgres start() throws EmbeddedPostgresException {
    EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir());
    closeLater(postgres);
    return postgres;
  }

  /** Another Foyer, in a JVM of its own, on the same directory. */
  ChildProcess node() {
    ChildProcess process =
        ChildProcess.start(
            ChildProcess.java(List.of(), EmbeddedPostgresNode.class, dataDir().toString())
                .redirectErrorStream(true));
    closeLater(process);
    return process;
  }

  /** What a node prints first that is its own: its port, or why it does not run. */
  static String firstLine(ChildProcess node) {
    return Stream.generate(() -> node.readLine(Duration.ofMinutes(2)))
        .takeWhile(Optional::isPresent)
        .map(Optional::orElseThrow)
        .filter(line -> line.startsWith("port ") || line.contains("Exception"))
        .findFirst()
        .orElse("nothing");
  }

  /** Leaves a server behind, as kill -9 of a Foyer does; returns its process id. */
  long orphan() throws Exception {
    ChildProcess killed = node();
    if (!firstLine(killed).startsWith("port ")) {
      throw new IllegalStateException("the node to be killed did not start");
    }
    killed.kill();
    return server().orElseThrow().process().pid();
  }

  /** The server that runs on this directory. */
  Optional<Postmaster> server() throws IOException {
    EmbeddedHome home = home();
    return PostmasterFile.read(home).flatMap(file -> Postmaster.of(file, home));
  }
}
