package io.foyer.cli;

import io.foyer.CoreServices;
import io.foyer.FoyerConfig;
import io.foyer.feeds.Feeds;
import io.foyer.platform.Problem;
import io.foyer.platform.web.ChunkSource;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Exports a feed: reads page by page, and a file appears when it is complete. */
@Command(description = "Writes the messages of a feed out, oldest first.")
final class ExportFeedCommand implements Callable<Integer> {
  private final CommandRunner runner;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SUBJECT", description = "The feed.")
  private String subject = "";

  @Option(
      names = "--format",
      defaultValue = "NDJSON",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} where not given.")
  private Format format = Format.NDJSON;

  @Option(
      names = "--after",
      defaultValue = "0",
      paramLabel = "NUMBER",
      description = "Only those with greater numbers.")
  private long after;

  @Option(names = "--from", paramLabel = "TIME", description = "Not earlier, ISO 8601.")
  private @Nullable Instant from;

  @Option(names = "--to", paramLabel = "TIME", description = "Earlier than this.")
  private @Nullable Instant to;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The file to write; else standard output.")
  private @Nullable Path file;

  ExportFeedCommand(CommandRunner runner) {
    this.runner = runner;
  }

  /** How a message is written. */
  enum Format {
    NDJSON,
    CSV
  }

  @Override
  public Integer call() {
    if (after < 0) {
      throw new ParameterException(spec.commandLine(), "--after must be 0 or more");
    }
    return runner.withConfig(
        config -> runner.withServices(config, core -> write(source(config, core))));
  }

  private ChunkSource source(FoyerConfig config, CoreServices core) throws SQLException {
    return CommandRunner.await(
        new Feeds(config.feeds().feeds(), core.database(), core.wakeupNotifier())
            .export(
                subject,
                format == Format.CSV,
                after,
                Optional.ofNullable(from),
                Optional.ofNullable(to))
            .orElseThrow(() -> new Problem.NotFound("There is no feed " + subject).asException()));
  }

  private int write(ChunkSource chunks) throws IOException, SQLException {
    PrintStream out = runner.out();
    if (file == null) {
      write(chunks, out);
      if (out.checkError()) {
        throw new IOException("standard output takes no more");
      }
      return 0;
    }
    Path whole = file.toAbsolutePath();
    Path part = whole.resolveSibling(whole.getFileName() + ".part");
    try {
      try (OutputStream stream = Files.newOutputStream(part)) {
        write(chunks, stream);
      }
      move(part, whole);
    } finally {
      Files.deleteIfExists(part);
    }
    return 0;
  }

  private void write(ChunkSource chunks, OutputStream stream) throws IOException, SQLException {
    Optional<Buffer> piece = CommandRunner.await(chunks.next());
    while (piece.isPresent() && !runner.out().checkError()) {
      stream.write(piece.get().getBytes());
      piece = CommandRunner.await(chunks.next());
    }
    stream.flush();
  }

  private static void move(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
