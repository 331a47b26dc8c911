package io.foyer.testing.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.gate.Verdict.Again;
import io.foyer.testing.gate.Verdict.Failed;
import io.foyer.testing.gate.Verdict.Passed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes, what fails at once, and what gets a second chance. */
final class JudgeTest {
  private static final String DEADLINE = "org.awaitility.core.ConditionTimeoutException";
  private static final String WRONG = "org.opentest4j.AssertionFailedError";
  private static final String DOOR = "io.foyer.accounts.DoorIT";

  private final Judge judge =
      new Judge(
          new Rules(
              Map.of("unit", 3),
              List.of(Rules.pattern("io.foyer.fault.*"), Rules.pattern("*Conformance*"))));

  private static TestReport report(String type, Failure... failures) {
    return new TestReport(
        type, 3, 0, Duration.ofSeconds(1), List.of(failures), Optional.of("4711"));
  }

  private static TestReport failed(String type, String exception) {
    return report(type, new Failure(type, "works", exception));
  }

  private static Phase phase(int exit, TestReport... reports) {
    return new Phase("unit", Duration.ofSeconds(9), exit, false, List.of(reports));
  }

  private Verdict judge(Phase... phases) {
    return judge.judge(List.of(phases));
  }

  private List<String> reasons(Phase... phases) {
    return ((Failed) judge(phases)).reasons();
  }

  @Test
  void greenReportsPass() {
    assertThat(judge(phase(0, report(DOOR)))).isEqualTo(new Passed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        DEADLINE,
        "java.util.concurrent.TimeoutException",
        "com.microsoft.playwright.TimeoutError"
      })
  void aMissedDeadlineIsRunAgain(String exception) {
    Verdict verdict = judge(phase(1, failed(DOOR, exception), report("io.foyer.rooms.RoomIT")));

    String cause = exception.substring(exception.lastIndexOf('.') + 1);
    assertThat(verdict).isEqualTo(new Again(List.of(new Flake(DOOR, cause, "4711"))));
  }

  @Test
  void twoClassesAreRunAgainHoweverManyOfTheirTestsFailed() {
    Failure first = new Failure(DOOR, "first", DEADLINE);
    Failure second = new Failure(DOOR, "second", DEADLINE);

    Verdict verdict =
        judge(phase(1, report(DOOR, first, second)), phase(1, failed("io.foyer.B", DEADLINE)));

    assertThat(((Again) verdict).candidates())
        .extracting(Flake::testClass)
        .containsExactly(DOOR, "io.foyer.B");
  }

  @Test
  void threeClassesFailTheRun() {
    assertThat(
            reasons(
                phase(1, failed(DOOR, DEADLINE), failed("io.foyer.B", DEADLINE)),
                phase(1, failed("io.foyer.C", DEADLINE))))
        .singleElement()
        .asString()
        .contains(DOOR, "io.foyer.B", "io.foyer.C");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        WRONG,
        "java.lang.AssertionError",
        "java.lang.IllegalStateException",
        "org.awaitility.core.TerminalFailureException",
        "java.net.http.HttpTimeoutException"
      })
  void aWrongResultFailsTheRun(String exception) {
    assertThat(reasons(phase(1, failed(DOOR, exception))))
        .containsExactly("unit: " + DOOR + ".works: " + exception);
  }

  @Test
  void aWrongResultBesideAMissedDeadlineFailsTheRun() {
    Failure late = new Failure(DOOR, "late", DEADLINE);
    Failure wrong = new Failure(DOOR, "wrong", WRONG);

    assertThat(reasons(phase(1, report(DOOR, late, wrong)))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"io.foyer.fault.FaultShortIT", "io.foyer.cluster.FastConformanceIT"})
  void aMissedDeadlineOfAFaultOrConformanceTestFailsTheRun(String type) {
    assertThat(reasons(phase(1, failed(type, DEADLINE))))
        .containsExactly("unit: " + type + ".works: " + DEADLINE + " (.ci/no-rerun)");
  }

  @Test
  void aConformanceTestInASuiteOfAnotherNameFailsTheRun() {
    TestReport suite =
        report("io.foyer.SuiteIT", new Failure("io.foyer.LockConformance", "locks", DEADLINE));

    assertThat(reasons(phase(1, suite))).hasSize(1);
  }

  @Test
  void aSkippedTestFailsTheRun() {
    TestReport skipped = new TestReport(DOOR, 4, 1, Duration.ZERO, List.of(), Optional.empty());

    assertThat(reasons(phase(0, skipped))).containsExactly("unit: 1 skipped in " + DOOR);
  }

  @Test
  void tooFewTestsFailTheRun() {
    TestReport two = new TestReport(DOOR, 2, 0, Duration.ZERO, List.of(), Optional.empty());

    assertThat(reasons(phase(0, two)))
        .containsExactly("unit: 2 tests, fewer than .ci/least-tests demands: 3");
  }

  @Test
  void aCommandThatFailedWithoutAFailedTestFailsTheRun() {
    assertThat(reasons(phase(2, report(DOOR))))
        .containsExactly("unit: exit code 2 and no failed test");
  }

  @Test
  void aProcessThatDiedFailsTheRunThoughTheRestOnlyMissedDeadlines() {
    Phase died = new Phase("unit", Duration.ZERO, 1, true, List.of(failed(DOOR, DEADLINE)));

    assertThat(reasons(died)).containsExactly("unit: a process ended before its tests did");
  }

  @Test
  void aSecondRunMustPassWithAsManyTests() {
    Flake flake = new Flake(DOOR, "TimeoutException", "-");
    List<TestReport> first = List.of(failed(DOOR, DEADLINE));
    TestReport fewer = new TestReport(DOOR, 2, 0, Duration.ZERO, List.of(), Optional.empty());
    TestReport skipped = new TestReport(DOOR, 3, 1, Duration.ZERO, List.of(), Optional.empty());

    assertThat(Judge.secondRun(flake, first, 0, List.of(report(DOOR)))).isEmpty();
    assertThat(Judge.secondRun(flake, first, 1, List.of(report(DOOR)))).isPresent();
    assertThat(Judge.secondRun(flake, first, 0, List.of())).isPresent();
    assertThat(Judge.secondRun(flake, first, 0, List.of(fewer))).isPresent();
    assertThat(Judge.secondRun(flake, first, 0, List.of(skipped))).isPresent();
    assertThat(Judge.secondRun(flake, first, 0, first)).isPresent();
    assertThat(Judge.secondRun(flake, first, 0, List.of(report(DOOR), report("io.foyer.B"))))
        .isPresent();
  }
}
