package io.foyer.testing.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the project demands of a run, from two tracked files.
 *
 * @param least how many tests a phase has at least
 * @param neverAgain the classes that are never run a second time
 */
record Rules(Map<String, Integer> least, List<Pattern> neverAgain) {
  /** Reads {@code .ci/least-tests} and {@code .ci/no-rerun}. */
  static Rules read(Path folder) throws IOException {
    return new Rules(
        lines(folder.resolve("least-tests")).stream()
            .map(line -> line.split("\\s+"))
            .collect(Collectors.toMap(it -> it[0], it -> Integer.valueOf(it[1]))),
        lines(folder.resolve("no-rerun")).stream().map(Rules::pattern).toList());
  }

  /** Lines that are neither empty nor comments. */
  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  /** A star stands for any characters, also dots. */
  static Pattern pattern(String glob) {
    return Pattern.compile(Pattern.quote(glob).replace("*", "\\E.*\\Q"));
  }

  boolean mayRunAgain(String testClass) {
    return neverAgain.stream().noneMatch(each -> each.matcher(testClass).matches());
  }
}
