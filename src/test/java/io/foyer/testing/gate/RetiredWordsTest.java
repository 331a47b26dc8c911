package io.foyer.testing.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/check-words} finds a retired word that has come back. */
final class RetiredWordsTest {
  private record Result(int exit, String output) {}

  @TempDir private Path folder;
  private Path list;

  @BeforeEach
  void list() throws IOException {
    list = folder.resolve("list");
    entry("(class|record) Beater\\b", folder.resolve("src").toString(), "HeartbeatSender");
    source("/** Beater was its name. */ final class BeaterOfEggs {}");
  }

  private void entry(String... fields) throws IOException {
    Files.writeString(list, "# a comment\n" + String.join("\t", fields) + "\n");
  }

  private void source(String text) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("src")).resolve("A.java"), text);
  }

  private Result check() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(".ci/check-words", list.toString()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  @Test
  void acceptsOtherWords() throws Exception {
    assertThat(check()).isEqualTo(new Result(0, ""));
  }

  @Test
  void namesThePlaceAndTheWordToUse() throws Exception {
    source("\nfinal class Beater {}\n");

    Result result = check();

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.output())
        .contains("A.java:2:final class Beater {}", "use instead: HeartbeatSender");
  }

  @Test
  void refusesAnEntryThatChecksNothing() throws Exception {
    entry("Beater", "HeartbeatSender");
    assertThat(check().exit()).isEqualTo(2);

    entry("Beater", folder.resolve("elsewhere").toString(), "HeartbeatSender");
    assertThat(check().exit()).isEqualTo(2);

    entry("(Beater", folder.resolve("src").toString(), "HeartbeatSender");
    assertThat(check().exit()).isEqualTo(2);
  }
}
