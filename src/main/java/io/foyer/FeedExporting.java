package io.foyer;

import io.foyer.cli.CommandHandlers.FeedExport;
import io.foyer.cli.CommandHandlers.FeedFormat;
import io.foyer.feeds.Feeds;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseSubscriber;
import io.foyer.platform.web.ChunkSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs {@code foyer feed export}: reads page by page and writes the file atomically. */
final class FeedExporting {
  private static final int PATIENCE_SECONDS = 30;

  private final PrintStream out;
  private final FoyerConfig config;
  private final FeedExport wish;

  FeedExporting(PrintStream out, FoyerConfig config, FeedExport wish) {
    this.out = out;
    this.config = config;
    this.wish = wish;
  }

  void run(Vertx vertx, Database database) throws IOException, SQLException {
    ChunkSource chunks = done(begun(vertx, database));
    if (wish.file().isEmpty()) {
      write(chunks, out);
      if (out.checkError()) {
        throw new IOException("standard output takes no more");
      }
      return;
    }
    Path file = wish.file().get().toAbsolutePath();
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (OutputStream stream = Files.newOutputStream(part)) {
        write(chunks, stream);
      }
      move(part, file);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Future<ChunkSource> begun(Vertx vertx, Database database) {
    WakeupNotifier wakeupNotifier =
        new WakeupNotifier(vertx, database, new DatabaseSubscriber(vertx, database));
    return new Feeds(config.feeds().feeds(), database, wakeupNotifier)
        .export(
            wish.subject(), wish.format() == FeedFormat.CSV, wish.after(), wish.from(), wish.to())
        .orElseThrow(
            () -> new Problem.NotFound("There is no feed " + wish.subject()).asException());
  }

  private void write(ChunkSource chunks, OutputStream stream) throws IOException, SQLException {
    Optional<Buffer> piece = done(chunks.next());
    while (piece.isPresent() && !out.checkError()) {
      stream.write(piece.get().getBytes());
      piece = done(chunks.next());
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

  private static <T> T done(Future<T> future) throws SQLException {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ProblemException e) {
      throw e;
    } catch (TimeoutException e) {
      throw new SQLException("no answer within " + PATIENCE_SECONDS + " s", e);
    } catch (Exception e) {
      // await() throws the future's own failure, checked or not.
      throw new SQLException(e.getMessage(), e);
    }
  }
}
