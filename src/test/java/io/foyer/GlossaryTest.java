package io.foyer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/glossary.md} names packages and classes that exist, each word once and in order. */
class GlossaryTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @Test
  void wordsAreInOrderAndNoneIsThereTwice() throws IOException {
    List<String> words = rows().stream().map(List::getFirst).toList();

    assertThat(words).hasSizeGreaterThanOrEqualTo(30).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void packagesAndTheirClassesExist() throws IOException {
    for (List<String> row : rows()) {
      for (String place : row.get(2).split("; ", -1)) {
        List<String> names = CODE.matcher(place).results().map(found -> found.group(1)).toList();
        Path folder = folder(names.getFirst());
        assertThat(folder).as(row.getFirst()).isDirectory();
        assertThat(names.subList(1, names.size()))
            .as(row.getFirst())
            .allSatisfy(name -> assertThat(folder.resolve(name + ".java")).exists());
      }
    }
  }

  private static Path folder(String name) {
    Path root = Path.of("src/main/java/io/foyer");
    return name.equals("io.foyer") ? root : root.resolve(name.replace('.', '/'));
  }

  private static List<List<String>> rows() throws IOException {
    return Files.readAllLines(Path.of("docs/glossary.md")).stream()
        .filter(line -> line.startsWith("| "))
        .skip(1)
        .map(line -> Arrays.asList(line.substring(2, line.length() - 2).split(" \\| ", -1)))
        .toList();
  }
}
