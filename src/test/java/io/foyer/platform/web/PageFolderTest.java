package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

  private ChildProcess other() {
    ChildProcess other =
        ChildProcess.start(
            ChildProcess.java(List.of(), Other.class, data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD));
    assertThat(other.readLine(Duration.ofMinutes(2))).contains("unpacked");
    return other;
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> entries = Files.list(data)) {
      return entries.filter(Files::isDirectory).toList();
    }
  }

  @Test
  void whatAKilledProcessLeftIsRemovedByTheNextStart() throws Exception {
    other().kill();
    assertThat(left()).hasSize(1);

    PageFolder.open(data).close();

    try (Stream<Path> entries = Files.list(data)) {
      assertThat(entries).isEmpty();
    }
  }

  @Test
  void whatAnotherProcessServesStays() throws Exception {
    ChildProcess running = other();
    try (PageFolder mine = PageFolder.open(data)) {
      unpack(mine);
      assertThat(left()).hasSize(2);
    }

    assertThat(left()).hasSize(1);
    running.kill();
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
