package io.foyer.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.Needs;
import io.foyer.testing.Services;
import io.foyer.testing.Shell;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The tests in {@code src/test/js}: what the chat page thinks, without a page. */
final class PageLogicTest {
  private static final int PATIENCE = 60;
  private static final int FIRST_WITH_CLOCKS = 20;

  @Test
  void nodesOwnTestsPass() throws Exception {
    Path node =
        Needs.of("Node 20 or newer", Services.find().node().filter(PageLogicTest::hasClocks));
    Process tests =
        new ProcessBuilder(node.toString(), "--test", Path.of("src", "test", "js").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(tests.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(tests.waitFor(PATIENCE, TimeUnit.SECONDS)).isTrue();
    assertThat(tests.exitValue()).as(said).isZero();
    assertThat(said).contains("connections that die at any point lose nothing");
  }

  private static boolean hasClocks(Path node) {
    String version = Shell.output(node.toString(), "--version").substring(1);
    return Integer.parseInt(version.split("\\.", 2)[0]) >= FIRST_WITH_CLOCKS;
  }
}
