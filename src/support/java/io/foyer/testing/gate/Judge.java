package io.foyer.testing.gate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides whether a run passed. A wrong result fails it at once, and so do skipped, missing and
 * interrupted tests. Missed deadlines of at most two classes are given a second chance, unless the
 * class looks for lost messages: to it, a lost message is a missed deadline.
 */
final class Judge {
  private static final int MOST_CLASSES = 2;

  private final Rules rules;

  Judge(Rules rules) {
    this.rules = rules;
  }

  /** Judges the phases that have run so far. */
  Verdict judge(List<Phase> phases) {
    List<String> reasons = new ArrayList<>();
    Map<String, Flake> candidates = new LinkedHashMap<>();
    for (Phase phase : phases) {
      reasons.addAll(incomplete(phase));
      for (TestReport report : phase.reports()) {
        for (Failure failure : report.failures()) {
          Optional<String> reason = wrong(report, failure);
          reason.ifPresent(it -> reasons.add(phase.name() + ": " + failure + it));
          if (reason.isEmpty()) {
            candidates.putIfAbsent(report.testClass(), flake(report, failure));
          }
        }
      }
    }
    if (candidates.size() > MOST_CLASSES) {
      reasons.add(
          "deadlines were missed in more than "
              + MOST_CLASSES
              + " classes: "
              + String.join(", ", candidates.keySet()));
    }
    if (!reasons.isEmpty()) {
      return new Verdict.Failed(reasons);
    }
    return candidates.isEmpty()
        ? new Verdict.Passed()
        : new Verdict.Again(List.copyOf(candidates.values()));
  }

  private static Flake flake(TestReport report, Failure failure) {
    return new Flake(report.testClass(), failure.cause(), report.seed().orElse("-"));
  }

  /** Why a failure is final; empty where the class may run again. */
  private Optional<String> wrong(TestReport report, Failure failure) {
    if (!failure.isMissedDeadline()) {
      return Optional.of("");
    }
    return rules.mayRunAgain(report.testClass()) && rules.mayRunAgain(failure.declaredIn())
        ? Optional.empty()
        : Optional.of(" (.ci/no-rerun)");
  }

  /** Tests that a phase owes. */
  private List<String> incomplete(Phase phase) {
    List<String> reasons = new ArrayList<>();
    String name = phase.name() + ": ";
    if (phase.processDied()) {
      reasons.add(name + "a process ended before its tests did");
    }
    if (phase.exit() != 0 && phase.failed() == 0) {
      reasons.add(name + "exit code " + phase.exit() + " and no failed test");
    }
    if (phase.skipped() > 0) {
      reasons.add(name + phase.skipped() + " skipped in " + classes(phase));
    }
    int least = rules.least().getOrDefault(phase.name(), 0);
    if (phase.tests() < least) {
      reasons.add(name + phase.tests() + " tests, fewer than .ci/least-tests demands: " + least);
    }
    return reasons;
  }

  private static String classes(Phase phase) {
    return phase.reports().stream()
        .filter(report -> report.skipped() > 0)
        .map(TestReport::testClass)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /**
   * Judges the second run of a class: why it failed, or empty.
   *
   * @param first the reports of the run in which it missed a deadline
   */
  static Optional<String> secondRun(
      Flake flake, List<TestReport> first, int exit, List<TestReport> second) {
    Set<String> others =
        second.stream()
            .map(TestReport::testClass)
            .filter(name -> !name.equals(flake.testClass()))
            .collect(Collectors.toSet());
    int owed = tests(flake, first);
    boolean passed =
        exit == 0
            && others.isEmpty()
            && second.stream().allMatch(it -> it.failures().isEmpty() && it.skipped() == 0)
            && tests(flake, second) >= owed;
    return passed
        ? Optional.empty()
        : Optional.of(flake.testClass() + " missed a deadline and then failed alone: " + second);
  }

  private static int tests(Flake flake, List<TestReport> reports) {
    return reports.stream()
        .filter(report -> report.testClass().equals(flake.testClass()))
        .mapToInt(TestReport::tests)
        .sum();
  }
}
