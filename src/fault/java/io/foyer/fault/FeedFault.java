package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.Services;
import io.foyer.testing.Smoke;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** F1, F2, F5, F6 and F8 of the feeds: nodes, the broker and the database break under load. */
@ResourceLock(Machine.NAME)
class FeedFault {
  private static final int RATE = 500;
  private static final int KILLS = 20;

  /** A minute and a half. */
  @Test
  void theWriterKilledTwentyTimesLosesAndDoublesNothing() {
    try (FeedFaultStage stage = new FeedFaultStage("feeds_f1").nodes(3)) {
      stage.nodes().start();
      stage.load(RATE);
      for (int kills = 0; kills < KILLS; kills++) {
        FoyerProcess writer = stage.writing();
        writer.kill();
        stage.leaseRunsOut();
        writer.launch();
      }
      stage.holds(5_000);
    }
  }

  /** About half a minute: the node dies in the transaction, and between commit and ack. */
  @Test
  @Smoke
  void aWriterThatDiesAtTheWorstPointsLosesAndDoublesNothing() {
    try (FeedFaultStage stage = new FeedFaultStage("feeds_f2").nodes(1)) {
      FoyerProcess process = stage.nodes().get(0).start();
      stage.load(RATE);
      stage.writing().kill();
      for (FeedCrashPoint point : FeedCrashPoint.values()) {
        stage.leaseRunsOut();
        process.plainJvm().jvm(point.agent(stage.folder(), 5)).launch();
        assertThat(process.awaitEnd(Duration.ofMinutes(2)))
            .as(point + " kills the node")
            .isEqualTo(255);
      }
      stage.leaseRunsOut();
      process.plainJvm().start();
      stage.holds(2_000);
    }
  }

  /** About a minute: stopped for 30 s, killed, sessions ended, answers lost, read-only. */
  @Test
  void aDatabaseThatBreaksInEveryWayCostsNothing() {
    try (FeedFaultStage stage = new FeedFaultStage("feeds_f5").nodes(2)) {
      stage.nodes().start();
      stage.load(RATE);
      stage.writing();
      away("stop-immediate", Duration.ofSeconds(30));
      stage.writing();
      away("kill", Duration.ofSeconds(1));
      stage.writing();
      for (int i = 0; i < 3; i++) {
        stage.database().terminateBackends();
        stage.writing();
      }
      loseCommitAnswers(stage);
      stage.database().readOnly(true);
      Beat.ofSeconds(2);
      stage.database().readOnly(false);
      stage.writing();
      assertThat(stage.nodes().all()).as("none was restarted").allMatch(FoyerProcess::alive);
      stage.holds(15_000);
    }
  }

  private static void away(String how, Duration span) {
    Services.find().controlPostgres(how);
    try {
      Beat.of(span);
    } finally {
      Services.find().controlPostgres("start");
    }
  }

  /** Commits that took place and look as if they had not. */
  private static void loseCommitAnswers(FeedFaultStage stage) {
    stage.postgresNetwork().loseCommitAnswers(5);
    Awaitility.await().until(() -> stage.postgresNetwork().commitsToLose() == 0);
    stage.writing();
  }

  /** About half a minute: killed, consumers deleted, connections cut and half open. */
  @Test
  void aBrokerThatBreaksInEveryWayCostsNothingThatItHolds() {
    try (FeedFaultStage stage = new FeedFaultStage("feeds_f8").nodes(2)) {
      stage.nodes().start();
      stage.load(RATE);
      for (int kills = 0; kills < 3; kills++) {
        stage.writing();
        stage.nats().kill();
        stage.nats().start();
      }
      deleteConsumers(stage);
      for (int cuts = 0; cuts < 3; cuts++) {
        stage.writing();
        stage.natsNetwork().resetAfter(20_001);
      }
      halfOpen(stage);
      assertThat(stage.nodes().all()).as("none was restarted").allMatch(FoyerProcess::alive);
      stage.holds(2_000);
    }
  }

  private static void deleteConsumers(FeedFaultStage stage) {
    stage.writing();
    assertThat(stage.audit().deleteConsumers()).isPositive();
  }

  /** Nothing passes, and nobody hears that. */
  private static void halfOpen(FeedFaultStage stage) {
    FoyerProcess writer = stage.writing();
    stage.natsNetwork().freeze();
    Awaitility.await().until(() -> !stage.state(writer).endsWith("writing"));
    stage.natsNetwork().heal();
    stage.writing();
  }
}
