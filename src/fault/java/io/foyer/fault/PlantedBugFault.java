package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.fault.Finding.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The checker against real bugs, planted into the program as it is loaded: one reminder that is
 * said to be sent and is not, one that is sent twice, one that is sent late, one booking that is
 * confirmed and thrown away.
 */
@ResourceLock(Machine.NAME)
class PlantedBugFault {
  private static final String CHANNEL = "io.foyer.notify.slack.SlackThatChannel";

  private static final String DROP =
      CrashPoint.rule(
          "drop",
          CHANNEL,
          "send",
          "incrementCounter(\"drop\") == 5",
          """
          return io.vertx.core.Future.succeededFuture(
                 new io.foyer.platform.outbox.Outcome$Sent(""))\
          """);

  private static final String DOUBLE =
      CrashPoint.rule(
          "double", CHANNEL, "send", "incrementCounter(\"double\") == 10", "$0.send($1)");

  private static final String LATE =
      CrashPoint.rule("late", CHANNEL, "send", "incrementCounter(\"late\") == 30", "delay(11000)");

  private static final String LOSE =
      CrashPoint.rule(
          "lose",
          "io.foyer.evaluations.EvaluationIntake",
          "accept",
          "incrementCounter(\"lose\") == 3",
          """
          return io.vertx.core.Future.succeededFuture(
                 io.foyer.platform.inbox.InboxStore$DedupeResult.FRESH)\
          """);

  @Test
  void everyPlantedBugIsCaughtForWhatItIs() {
    try (Stage stage = new Stage("planted").nodes(1)) {
      FoyerProcess process = stage.nodes().get(0);
      String script = String.join("", DROP, DOUBLE, LATE, LOSE);
      process.jvm(CrashPoint.agent(stage.folder().resolve("planted.btm"), script)).start();
      // A booking that is thrown away must not come back with a later change.
      Plan plan = Plan.of(stage.random("plan"), 1, 80, Duration.ofSeconds(2)).withoutChanges();
      try (Load load = stage.http(plan, 1)) {
        load.await();
      }
      assertThat(stage.judge(0, Duration.ofSeconds(8)).findings())
          .extracting(Finding::kind)
          .contains(Kind.DROPPED, Kind.DOUBLED, Kind.LATE, Kind.LOST);
    }
  }
}
