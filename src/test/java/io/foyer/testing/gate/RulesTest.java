package io.foyer.testing.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tracked files of the gate say what the project needs. */
final class RulesTest {
  private static Rules tracked() throws IOException {
    return Rules.read(Path.of(".ci"));
  }

  private static List<String> testClasses() throws IOException {
    List<String> classes = new ArrayList<>();
    for (String root : List.of("src/test/java", "src/it/java", "src/fault/java")) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .map(file -> Path.of(root).relativize(file).toString())
            .map(file -> file.substring(0, file.length() - 5).replace('/', '.'))
            .forEach(classes::add);
      }
    }
    return classes;
  }

  @Test
  void eachClassThatIsNeverRunAgainIsThere() throws IOException {
    List<String> classes = testClasses();

    assertThat(tracked().neverAgain())
        .isNotEmpty()
        .allSatisfy(pattern -> assertThat(classes).anyMatch(it -> pattern.matcher(it).matches()));
  }

  @Test
  void faultAndConformanceTestsAreNeverRunAgain() throws IOException {
    Rules rules = tracked();

    assertThat(testClasses())
        .filteredOn(it -> it.startsWith("io.foyer.fault.") || it.contains("Conformance"))
        .hasSizeGreaterThan(20)
        .noneMatch(rules::mayRunAgain);
  }

  @Test
  void eachPhaseOwesTests() throws IOException {
    assertThat(tracked().least())
        .containsOnlyKeys("unit", "integration", "alone", "smoke")
        .allSatisfy((phase, least) -> assertThat(least).isPositive());
  }
}
