package io.foyer.testing.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate on folders such as {@code .ci/run} leaves. */
final class GateTest {
  private static final String DOOR = "io.foyer.accounts.DoorIT";
  private static final String GREEN = "<testcase name='works' classname='%s' time='1.5'/>";
  private static final String LATE =
      """
      <testcase name='works' classname='%s' time='1.5'>
        <error message='late' type='java.util.concurrent.TimeoutException'>at io.foyer.X
        </error>
        <system-out><![CDATA[replay with -Dfoyer.seed seed=42]]></system-out>
      </testcase>
      """;
  private static final String WRONG =
      "<testcase name='works' classname='%s'><failure type='java.lang.AssertionError'/></testcase>";

  @TempDir private Path root;
  private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void project() throws IOException {
    folder = Files.createDirectories(root.resolve("target/ci"));
    Files.createDirectories(root.resolve(".ci"));
    Files.createDirectories(root.resolve("docs"));
    Files.writeString(root.resolve(".ci/least-tests"), "# a comment\nintegration 1\n");
    Files.writeString(root.resolve(".ci/no-rerun"), "# a comment\n\nio.foyer.fault.*\n");
    Files.writeString(root.resolve("docs/flakes.txt"), "# a comment\n");
    Files.writeString(folder.resolve("phases"), "check\t60\t0\n");
  }

  private void phase(String name, int exit, String testClass, String testCase) throws IOException {
    Files.writeString(
        folder.resolve("phases"), name + "\t90\t" + exit + "\n", StandardOpenOption.APPEND);
    Path reports = Files.createDirectories(folder.resolve(name));
    String cases = testCase.replace("%s", testClass);
    Files.writeString(
        reports.resolve("TEST-" + testClass + ".xml"),
        "<testsuite name='%s' time='1,001.5'>%s</testsuite>".formatted(testClass, cases));
  }

  private int gate(String verb) throws IOException {
    return gate(verb, folder);
  }

  private int gate(String verb, Path where) throws IOException {
    return new Gate(root, where, new PrintStream(out, true, StandardCharsets.UTF_8)).run(verb);
  }

  @Test
  void readsWhatSurefireWrites() throws IOException {
    phase("integration", 1, DOOR + "(alone)", LATE + "<testcase name='b'><skipped/></testcase>");

    TestReport report = TestReport.readAll(folder.resolve("integration")).getFirst();

    assertThat(report.testClass()).isEqualTo(DOOR);
    assertThat(report.tests()).isEqualTo(2);
    assertThat(report.skipped()).isEqualTo(1);
    assertThat(report.passed()).isZero();
    assertThat(report.time()).isEqualTo(Duration.ofMillis(1_001_500));
    assertThat(report.seed()).isEqualTo(Optional.of("42"));
    assertThat(report.failures())
        .containsExactly(new Failure(DOOR, "works", "java.util.concurrent.TimeoutException"));
  }

  @Test
  void aReportThatWasCutOffIsNotRead() throws IOException {
    phase("integration", 1, DOOR, "<testcase");

    assertThatThrownBy(() -> gate("judge")).hasMessageContaining("not a complete report");
  }

  @Test
  void aGreenRunPasses() throws IOException {
    phase("integration", 0, DOOR, GREEN);

    assertThat(gate("judge")).isZero();
  }

  @Test
  void aWrongResultFails() throws IOException {
    phase("integration", 1, DOOR, WRONG);

    assertThat(gate("judge")).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("FAILED integration: " + DOOR + ".works: java.lang.AssertionError");
  }

  @Test
  void aLogThatTellsOfADeadProcessFails() throws IOException {
    phase("integration", 0, DOOR, GREEN);
    Files.writeString(
        folder.resolve("integration.log"), "[ERROR] The forked VM terminated without saying\n");

    assertThat(gate("judge")).isEqualTo(1);
  }

  @Test
  void whatPassesAloneIsAFlakeAndIsWrittenDown() throws IOException {
    phase("integration", 1, DOOR, LATE);

    assertThat(gate("judge")).isEqualTo(3);
    assertThat(Files.readAllLines(folder.resolve("again"))).containsExactly(DOOR);
    phase("again." + DOOR, 0, DOOR, GREEN);
    assertThat(gate("rerun")).isZero();

    String line = "FLAKE " + DOOR + " TimeoutException 42";
    assertThat(Files.readAllLines(folder.resolve("flakes"))).containsExactly(line);
    assertThat(Files.readAllLines(root.resolve("docs/flakes.txt")))
        .containsExactly("# a comment", line);
  }

  @Test
  void whatFailsAloneTooFailsTheRun() throws IOException {
    phase("integration", 1, DOOR, LATE);
    phase("again." + DOOR, 1, DOOR, LATE);

    assertThat(gate("rerun")).isEqualTo(1);
    assertThat(Files.readAllLines(root.resolve("docs/flakes.txt"))).hasSize(1);
  }

  @Test
  void whatWasNotRunAgainFailsTheRun() throws IOException {
    phase("integration", 1, DOOR, LATE);

    assertThat(gate("rerun")).isEqualTo(1);
  }

  @Test
  void theSummaryCountsPhasesAndPackages() throws IOException {
    phase("unit", 0, "io.foyer.platform.cluster.wire.WireTest", GREEN + GREEN);
    phase("integration", 1, DOOR, LATE);
    phase("again." + DOOR, 0, DOOR, GREEN);

    List<String> lines = new Summary(Phase.readAll(folder)).text().lines().toList();

    assertThat(lines)
        .contains("unit               1:30        2        0        0")
        .anyMatch(line -> line.matches("platform\\.cluster +2 +1001\\.5 +0\\.0"))
        .anyMatch(line -> line.matches("accounts +1 +0\\.0 +1001\\.5"))
        .endsWith("2 passed, 1 failed, 0 skipped in 5:30");
  }

  @Test
  void countsAFolderOfReports() throws IOException {
    phase("soak", 0, DOOR, GREEN);
    assertThat(gate("count", folder.resolve("soak"))).isZero();

    phase("fault", 1, DOOR, WRONG);
    assertThat(gate("count", folder.resolve("fault"))).isEqualTo(1);
    assertThat(gate("count", folder.resolve("nothing"))).isEqualTo(1);

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "1 tests, 0 failed, 0 skipped",
            "1 tests, 1 failed, 0 skipped",
            "0 tests, 0 failed, 0 skipped");
  }
}
