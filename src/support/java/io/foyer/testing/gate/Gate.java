package io.foyer.testing.gate;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line of the gate, run in the root of a checkout. {@code FOLDER} holds what a run
 * left: see {@link Phase#readAll}.
 *
 * <pre>
 * judge FOLDER     exit code 0: passed so far; 1: failed; 3: the classes in FOLDER/again must pass alone
 * rerun FOLDER     exit code 0: they did, as the phases again.CLASS; appends them to docs/flakes.txt
 * summary FOLDER   prints where the time went
 * count FOLDER     prints the tests of a folder of reports; exit code 1: skipped, failed or none
 * </pre>
 */
public final class Gate {
  private static final int AGAIN = 3;

  private final Path root;
  private final Path folder;
  private final PrintStream out;

  Gate(Path root, Path folder, PrintStream out) {
    this.root = root;
    this.folder = folder;
    this.out = out;
  }

  /** Takes a verb and a folder. */
  public static void main(String[] arguments) throws IOException {
    System.exit(new Gate(Path.of(""), Path.of(arguments[1]), System.out).run(arguments[0]));
  }

  int run(String verb) throws IOException {
    return switch (verb) {
      case "judge" -> judge();
      case "rerun" -> rerun();
      case "summary" -> summary();
      case "count" -> count();
      default -> throw new IllegalArgumentException(verb);
    };
  }

  private Verdict verdict(List<Phase> phases) throws IOException {
    return new Judge(Rules.read(root.resolve(".ci"))).judge(phases);
  }

  private int judge() throws IOException {
    return switch (verdict(Phase.readAll(folder))) {
      case Verdict.Passed() -> 0;
      case Verdict.Failed(List<String> reasons) -> {
        reasons.forEach(reason -> out.println("FAILED " + reason));
        yield 1;
      }
      case Verdict.Again(List<Flake> candidates) -> {
        candidates.forEach(it -> out.println("missed a deadline: " + it.testClass()));
        Files.write(folder.resolve("again"), candidates.stream().map(Flake::testClass).toList());
        yield AGAIN;
      }
    };
  }

  /** Each second run is a phase of its own, called {@code again.CLASS}. */
  private int rerun() throws IOException {
    List<Phase> all = Phase.readAll(folder);
    List<Phase> first = all.stream().filter(phase -> !phase.isSecondRun()).toList();
    List<TestReport> reports = first.stream().flatMap(it -> it.reports().stream()).toList();
    if (!(verdict(first) instanceof Verdict.Again again)) {
      throw new IllegalStateException("nothing is to be run again");
    }
    List<String> failed = new ArrayList<>();
    for (Flake flake : again.candidates()) {
      Optional<Phase> second =
          all.stream().filter(it -> it.isSecondRunOf(flake.testClass())).findFirst();
      second
          .map(it -> Judge.secondRun(flake, reports, it.exit(), it.reports()))
          .orElse(Optional.of(flake.testClass() + " was not run again"))
          .ifPresent(failed::add);
    }
    failed.forEach(reason -> out.println("FAILED " + reason));
    if (!failed.isEmpty()) {
      return 1;
    }
    List<String> lines = again.candidates().stream().map(Flake::toString).toList();
    Files.write(folder.resolve("flakes"), lines);
    Files.write(root.resolve("docs").resolve("flakes.txt"), lines, StandardOpenOption.APPEND);
    return 0;
  }

  private int summary() throws IOException {
    out.println(new Summary(Phase.readAll(folder)).text());
    return 0;
  }

  private int count() throws IOException {
    List<TestReport> reports = TestReport.readAll(folder);
    int tests = reports.stream().mapToInt(TestReport::tests).sum();
    int failed = reports.stream().mapToInt(report -> report.failures().size()).sum();
    int skipped = reports.stream().mapToInt(TestReport::skipped).sum();
    out.printf("%d tests, %d failed, %d skipped%n", tests, failed, skipped);
    return tests > 0 && failed == 0 && skipped == 0 ? 0 : 1;
  }
}
