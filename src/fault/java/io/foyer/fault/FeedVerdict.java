package io.foyer.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What came of a run of the feeds, in figures, and what is wrong with it. */
record FeedVerdict(FeedBooks books, List<FeedFinding> findings, String figures) {
  private static final Duration CATCH_UP = Duration.ofMinutes(3);

  /** Waits until everything in the stream is written, reads the books of both and judges them. */
  static FeedVerdict of(
      FeedFaultStage stage, String name, long sent, Map<String, Long> acked, Seed seed) {
    FeedAudit audit = stage.audit();
    long from = System.nanoTime();
    catchUp(stage, audit.last());
    Duration took = Duration.ofNanos(System.nanoTime() - from);
    FeedBooks books = audit.books(stage.database(), acked);
    List<FeedFinding> findings = FeedChecker.judge(books);
    FeedVerdict verdict =
        new FeedVerdict(books, findings, figures(name, sent, books, findings, took, seed));
    System.out.println(verdict.figures);
    verdict.write(stage);
    return verdict;
  }

  private static void catchUp(FeedFaultStage stage, long last) {
    try {
      Awaitility.await()
          .atMost(CATCH_UP)
          .pollDelay(Duration.ZERO)
          .ignoreExceptions()
          .until(() -> stage.written() >= last);
    } catch (ConditionTimeoutException e) {
      System.out.println("not caught up after " + CATCH_UP + ": " + e.getMessage());
    }
  }

  private static String figures(
      String name,
      long sent,
      FeedBooks books,
      List<FeedFinding> findings,
      Duration took,
      Seed seed) {
    return "fault %s: sent %d, in the stream %d, rows %d, in quarantine %d, acked ids %d, findings %d, caught up in %.1f s, seed %d"
        .formatted(
            name,
            sent,
            books.held().size(),
            books.rows().size(),
            books.quarantine().size(),
            books.acked().size(),
            findings.size(),
            took.toMillis() / 1000.0,
            seed.value());
  }

  private void write(FeedFaultStage stage) {
    try {
      Files.write(
          stage.folder().resolve("verdict.txt"),
          Stream.concat(Stream.of(figures), findings.stream().map(String::valueOf)).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
