package io.foyer.platform.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** How log lines look and where they go. */
@Isolated
class LoggingTest {
  private final Logger log = LoggerFactory.getLogger("io.foyer.example");
  private final PrintStream stderr = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @BeforeEach
  void catchStandardError() {
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveStandardErrorBack() {
    System.setErr(stderr);
    Logging.apply(Level.WARN, Logging.Format.TEXT);
  }

  @Test
  void aTextLineIsPairsAndStaysALine() {
    Logging.apply(Level.INFO, Logging.Format.TEXT);

    log.atInfo()
        .addKeyValue("meeting", 12)
        .addKeyValue("name", "a\nlevel=error \"b\"")
        .log("booked it");

    assertThat(text())
        .matches(
            "ts=\\S+Z level=info logger=io\\.foyer\\.example msg=\"booked it\" meeting=12"
                + " name=\"a\\\\nlevel=error \\\\\"b\\\\\"\"\n");
  }

  @Test
  void aStackTraceFollowsItsLineIndented() {
    Logging.apply(Level.INFO, Logging.Format.TEXT);

    log.atError().setCause(new IllegalStateException("first\nts=forged")).log("failed");

    assertThat(text().lines().findFirst().orElseThrow())
        .endsWith("msg=failed error=java.lang.IllegalStateException");
    assertThat(text().lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("\t"));
  }

  @Test
  void aJsonLineHasFixedKeysAndTheEventsOwn() throws IOException {
    Logging.apply(Level.INFO, Logging.Format.JSON);

    log.atWarn()
        .addKeyValue("meeting", 12)
        .addKeyValue("level", "odd")
        .addKeyValue("nothing", () -> null)
        .setCause(new IllegalStateException("why\n"))
        .log("it \"failed\"");

    assertThat(text()).hasLineCount(1);
    JsonNode line = JsonMapper.builder().build().readTree(text());
    assertThat(Instant.parse(line.path("ts").asText())).isBeforeOrEqualTo(Instant.now());
    assertThat(line.path("level").asText()).isEqualTo("warn");
    assertThat(line.path("logger").asText()).isEqualTo("io.foyer.example");
    assertThat(line.path("msg").asText()).isEqualTo("it \"failed\"");
    assertThat(line.path("meeting").isInt()).isTrue();
    assertThat(line.path("_level").asText()).isEqualTo("odd");
    assertThat(line.path("nothing").asText()).isEqualTo("null");
    assertThat(line.path("error").asText()).isEqualTo("java.lang.IllegalStateException");
    assertThat(line.path("stack").asText()).contains("LoggingTest");
  }

  @Test
  void onlyTheLevelAndWorseIsWrittenAndLibrariesAreQuieter() {
    Logging.apply(Level.DEBUG, Logging.Format.TEXT);
    log.debug("ours");
    LoggerFactory.getLogger("io.netty.channel").info("netty's");
    LoggerFactory.getLogger("io.vertx.core").debug("vertx's");
    Logging.apply(Level.ERROR, Logging.Format.TEXT);
    log.warn("a warning");
    LoggerFactory.getLogger("io.netty.channel").warn("another");

    assertThat(text().lines()).singleElement().asString().contains("msg=ours");
  }

  @Test
  void aLogThatCannotBeWrittenStopsNothingAndComesBack() {
    Logging.apply(Level.INFO, Logging.Format.TEXT);
    PrintStream working = System.err;
    System.setErr(new PrintStream(new FullDisk(), true, StandardCharsets.UTF_8));

    assertThatCode(() -> log.info("lost")).doesNotThrowAnyException();
    System.setErr(working);
    log.info("kept");

    assertThat(text()).contains("msg=kept").doesNotContain("lost");
  }

  @Test
  void aValueThatCannotBePrintedStopsNothing() {
    Logging.apply(Level.INFO, Logging.Format.TEXT);
    Object broken =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("no");
          }
        };

    assertThatCode(() -> log.atInfo().addKeyValue("x", broken).log("broken"))
        .doesNotThrowAnyException();
    log.info("kept");

    assertThat(text()).contains("msg=kept");
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  private static final class FullDisk extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("No space left on device");
    }
  }
}
