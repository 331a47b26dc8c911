package io.foyer.testing.gate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One step of a run, such as the unit tests.
 *
 * @param exit the exit code of its command
 * @param processDied whether the log says that a process with tests ended before its tests did
 */
record Phase(String name, Duration time, int exit, boolean processDied, List<TestReport> reports) {
  private static final String SECOND_RUN = "again.";
  private static final Pattern DIED =
      Pattern.compile(
          "The forked VM terminated|error in the forked process|timeout in the fork|Crashed tests");

  /** Whether it runs one class, for the second time. */
  boolean isSecondRun() {
    return name.startsWith(SECOND_RUN);
  }

  boolean isSecondRunOf(String testClass) {
    return name.equals(SECOND_RUN + testClass);
  }

  int tests() {
    return reports.stream().mapToInt(TestReport::tests).sum();
  }

  int passed() {
    return reports.stream().mapToInt(TestReport::passed).sum();
  }

  int failed() {
    return reports.stream().mapToInt(report -> report.failures().size()).sum();
  }

  int skipped() {
    return reports.stream().mapToInt(TestReport::skipped).sum();
  }

  /**
   * Reads the phases of a run from the folder where {@code .ci/run} keeps them: the file {@code
   * phases} with a line of name, seconds and exit code for each, a folder of reports and a log for
   * each.
   */
  static List<Phase> readAll(Path folder) throws IOException {
    List<Phase> phases = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("phases"))) {
      String[] fields = line.split("\t", -1);
      phases.add(
          new Phase(
              fields[0],
              Duration.ofSeconds(Long.parseLong(fields[1])),
              Integer.parseInt(fields[2]),
              died(folder.resolve(fields[0] + ".log")),
              TestReport.readAll(folder.resolve(fields[0]))));
    }
    return phases;
  }

  private static boolean died(Path log) throws IOException {
    return Files.exists(log)
        && DIED.matcher(Files.readString(log, StandardCharsets.ISO_8859_1)).find();
  }
}
