package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.Services;
import java.time.Duration;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** F5 and F6: the database drops sessions, stops, blocks, loses answers, takes no writes. */
@ResourceLock(Machine.NAME)
class PostgresFault {
  @Test
  void databaseThatBreaksInEveryWayCostsNothing() {
    try (Stage stage = new Stage("f5").nodes(2).slowSlack()) {
      stage.nodes().all().forEach(process -> process.set("POSTGRES_POOL_SIZE", "6"));
      stage.nodes().start();
      SplittableRandom random = stage.random("plan");
      Duration span = Duration.ofSeconds(30);
      try (Load http = stage.http(Plan.of(random, 1, 500, span), 1);
          Load amqp = stage.amqp(Plan.of(random, 100_001, 150, span))) {
        Beat.ofSeconds(2);
        terminateBackends(stage);
        loseCommitAnswers(stage);
        exhaustPools(stage);
        stopAndStart(stage);
        http.await();
        amqp.await();
      }
      RunVerdict runVerdict = stage.judge(0);
      assertThat(stage.postman().refusals()).isSubsetOf("503");
      runVerdict.holds(500);
    }
  }

  private static void terminateBackends(Stage stage) {
    for (int i = 0; i < 5; i++) {
      stage.database().terminateBackends();
      stage.broke("terminated backends");
      Beat.ofSeconds(1);
    }
    stage.healed("backends");
  }

  /** A commit that took place and looks as if it had not: the sender comes again. */
  private static void loseCommitAnswers(Stage stage) {
    stage.postgresNetwork().loseCommitAnswers(20);
    stage.broke("commit answers lost");
    Awaitility.await().until(() -> stage.postgresNetwork().commitsToLose() == 0);
    stage.broke("commit answers lost");
    stage.healed("commit answers");
  }

  private static void exhaustPools(Stage stage) {
    stage.database().whileLocked("foyer.inbox", () -> Beat.ofSeconds(6));
    stage.broke("pool exhausted");
    stage.healed("pool");
  }

  private static void stopAndStart(Stage stage) {
    stage.broke("before the stop");
    try {
      Services.find().controlPostgres("stop-immediate");
      Beat.ofSeconds(3);
    } finally {
      Services.find().controlPostgres("start");
    }
    stage.broke("stopped immediately");
    stage.healed("started");
  }

  @Test
  void readOnlyDatabaseMakesSendersWaitAndKeepsTheQueue() {
    try (Stage stage = new Stage("f6").nodes(1).slowSlack()) {
      stage.nodes().start();
      SplittableRandom random = stage.random("plan");
      Plan before = Plan.of(random, 1, 100, Duration.ofSeconds(1));
      try (Load first = stage.http(before, 1)) {
        first.await();
      }
      stage.database().readOnly(true);
      stage.broke("read-only");
      Duration span = Duration.ofSeconds(2);
      try (Load http = stage.http(Plan.of(random, 1_001, 100, span), 1);
          Load amqp = stage.amqp(Plan.of(random, 100_001, 60, span))) {
        amqp.await();
        Beat.ofSeconds(3);
        assertThat(stage.broker().unacknowledged(stage.queue()))
            .as("kept by the broker")
            .isPositive();
        assertThat(stage.postman().refusals()).isEqualTo(java.util.List.of("503"));
        stage.database().readOnly(false);
        stage.broke("writable");
        stage.healed("writable");
        http.await();
      }
      stage.judge(0).holds(200);
    }
  }
}
