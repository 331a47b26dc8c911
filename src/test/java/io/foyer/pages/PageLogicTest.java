package io.foyer.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The tests in {@code src/test/js}: what the chat page thinks, without a page. */
final class PageLogicTest {
  private static final int PATIENCE = 60;
  private static final int FIRST_WITH_CLOCKS = 20;

  @Test
  void nodesOwnTestsPass() throws Exception {
    Assumptions.assumeTrue(version() >= FIRST_WITH_CLOCKS, "no Node 20 or newer here");
    Process tests =
        new ProcessBuilder("node", "--test", Path.of("src", "test", "js").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(tests.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();
    assertThat(tests.exitValue()).as(said).isZero();
    assertThat(said).contains("connections that die at any point lose nothing");
  }

  private static int version() throws InterruptedException {
    try {
      Process node = new ProcessBuilder(List.of("node", "--version")).start();
      String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      node.waitFor();
      return Integer.parseInt(said.substring(1).split("\\.", 2)[0]);
    } catch (IOException e) {
      return 0;
    }
  }
}
