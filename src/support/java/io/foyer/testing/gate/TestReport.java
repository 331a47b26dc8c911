package io.foyer.testing.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The JUnit XML report of one test class, as surefire and failsafe write it.
 *
 * @param testClass the top-level class
 * @param tests how many there are, with the skipped ones
 * @param time how long the class took
 * @param seed the first one that the output of a failed class names
 */
record TestReport(
    String testClass,
    int tests,
    int skipped,
    Duration time,
    List<Failure> failures,
    Optional<String> seed) {

  int passed() {
    return tests - skipped - failures.size();
  }

  /** Reads all reports of a folder, in the order of their names; none where there is no folder. */
  static List<TestReport> readAll(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
          .sorted()
          .map(TestReport::read)
          .toList();
    }
  }

  /** Reads one; a broken file is an {@link IllegalStateException}. */
  static TestReport read(Path file) {
    return new ReportReader().read(file);
  }
}
