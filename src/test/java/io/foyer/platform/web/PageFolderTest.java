package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageFolderTest {
  @TempDir private Path data;

  /** Somebody who serves pages until he is killed. */
  static final class Other {
    public static void main(String[] args) throws IOException {
      unpack(PageFolder.open(Path.of(args[0])));
      System.out.println("unpacked");
      System.in.read();
    }
  }

  private static Path unpack(PageFolder folder) throws IOException {
    Path page = Path.of(folder.path() + "-f").resolve("webroot/index.html");
    Files.createDirectories(page.getParent());
    return Files.writeString(page, "page");
  }

  private Process other() throws IOException {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(other.inputReader().lines().anyMatch("unpacked"::equals)).isTrue();
    return other;
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> entries = Files.list(data)) {
      return entries.filter(Files::isDirectory).toList();
    }
  }

  @Test
  void whatAKilledProcessLeftIsRemovedByTheNextStart() throws Exception {
    Process killed = other();
    killed.destroyForcibly();
    assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(left()).hasSize(1);

    PageFolder.open(data).close();

    try (Stream<Path> entries = Files.list(data)) {
      assertThat(entries).isEmpty();
    }
  }

  @Test
  void whatAnotherProcessServesStays() throws Exception {
    Process running = other();
    try (PageFolder mine = PageFolder.open(data)) {
      unpack(mine);
      assertThat(left()).hasSize(2);
    }

    assertThat(left()).hasSize(1);
    running.destroyForcibly();
    assertThat(running.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatThisProcessServesStaysWhenItOpensAnother() throws Exception {
    try (PageFolder first = PageFolder.open(data)) {
      Path page = unpack(first);

      PageFolder.open(data).close();

      assertThat(page).exists();
    }
  }

  @Test
  void whatSomebodyElsePutThereStays() throws Exception {
    Files.createDirectories(data.resolve("pages-of-my-own"));

    PageFolder.open(data).close();

    assertThat(data.resolve("pages-of-my-own")).exists();
  }
}
