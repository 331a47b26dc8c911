package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.fault.Evidence.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What came of a run, in figures, and what is wrong with it. */
record RunVerdict(Evidence evidence, List<Finding> findings, String figures) {
  private static final Duration WORK_OFF = Duration.ofMinutes(3);

  /** Waits until the nodes have nothing left to do, closes the books and judges them. */
  static RunVerdict of(Stage stage, String name, Seed seed, Limits limits) {
    Duration workedOff = workOff(stage);
    Instant now = Instant.now();
    Evidence evidence = new Evidence(stage.history().events(), stage.stored().books(), now, limits);
    RunVerdict runVerdict =
        new RunVerdict(evidence, Checker.judge(evidence), figures(name, seed, evidence, workedOff));
    System.out.println(runVerdict.figures);
    runVerdict.write(stage.folder().resolve("verdict.txt"));
    assertThat(stage.nodes().all())
        .as("logs that hold a planted secret")
        .noneMatch(process -> Planted.foundIn(process.logged()));
    return runVerdict;
  }

  /** For people: what is wrong, then the books. */
  private void write(Path file) {
    Stream<String> lines =
        Stream.of(
                Stream.of(figures),
                findings.stream(),
                evidence.books().evaluations().stream(),
                evidence.books().meetings().stream(),
                evidence.books().outbox().stream())
            .flatMap(part -> part)
            .map(String::valueOf);
    try {
      Files.write(file, lines.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Duration workOff(Stage stage) {
    long from = System.nanoTime();
    // A reminder may become due between two looks: twice nothing to do is the end.
    AtomicLong quiet = new AtomicLong();
    try {
      Awaitility.await()
          .atMost(WORK_OFF)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> (stage.idle() ? quiet.incrementAndGet() : quiet.getAndSet(0)) >= 2);
    } catch (ConditionTimeoutException e) {
      System.out.println("not worked off after " + WORK_OFF + ": " + e.getMessage());
    }
    return Duration.ofNanos(System.nanoTime() - from);
  }

  private static String figures(String name, Seed seed, Evidence evidence, Duration workedOff) {
    return "fault %s: accepted %d of %d, reminders sent %d, arrived %d, answers lost %d (under way at the faults: %d), ready again in %.1f s, worked off in %.1f s, seed %d"
        .formatted(
            name,
            evidence.all(Event.Accepted.class).stream()
                .map(Event.Accepted::delivery)
                .distinct()
                .count(),
            evidence.all(Event.Offered.class).size(),
            evidence.books().outbox().stream().filter(m -> m.status().equals("sent")).count(),
            evidence.all(Event.Posted.class).size(),
            UnknownRules.lost(evidence.books()).size(),
            UnknownRules.inFlight(evidence).size(),
            evidence.all(Event.Healed.class).stream()
                    .mapToLong(healed -> healed.after().toMillis())
                    .max()
                    .orElse(0)
                / 1000.0,
            workedOff.toMillis() / 1000.0,
            seed.value());
  }

  /** Fails unless there was a load worth judging and nothing is wrong. */
  void holds(int atLeast) {
    assertThat(evidence.all(Event.Accepted.class)).as(figures).hasSizeGreaterThanOrEqualTo(atLeast);
    assertThat(evidence.all(Event.Posted.class)).as(figures).isNotEmpty();
    assertThat(findings).as(figures).isEmpty();
  }
}
