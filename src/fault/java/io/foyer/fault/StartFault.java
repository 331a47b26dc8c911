package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** F16: many nodes start at once, die while they migrate, and meet a newer schema. */
@ResourceLock(Machine.NAME)
class StartFault {
  @Test
  void interruptedMigrationIsDoneAgainByFourNodesAtOnce() {
    try (Stage stage = Stage.onEmptyDatabase("f16").nodes(4)) {
      SplittableRandom random = stage.random("start");
      FoyerProcess first = stage.nodes().get(0);
      for (int i = 0; i < 3; i++) {
        // In the middle of what the migration says to the database.
        stage.postgresNetwork().resetAfter(random.nextLong(2_000, 14_000));
        first.launch();
        Beat.ofMillis(1_000 + random.nextInt(1_500));
        first.kill();
      }
      stage.postgresNetwork().heal();
      stopWhileStarting(stage.nodes().get(1), random);
      stage.nodes().start();
      assertThat(stage.stored().failedMigrations()).isZero();
      newerSchema(stage);
      Duration span = Duration.ofSeconds(3);
      try (Load load = stage.http(Plan.of(random, 1, 100, span), 1);
          Load amqp = stage.amqp(Plan.of(random, 100_001, 50, span))) {
        load.await();
        amqp.await();
      }
      RunVerdict runVerdict = stage.judge(0);
      assertThat(stage.postman().refusals()).isEmpty();
      runVerdict.holds(150);
    }
  }

  /** An ordered end, or none yet to order: 143 is the JVM's own answer before Foyer's code runs. */
  private static void stopWhileStarting(FoyerProcess process, SplittableRandom random) {
    for (int i = 0; i < 3; i++) {
      process.launch();
      Beat.ofMillis(600 + random.nextInt(1_800));
      assertThat(process.terminate(Duration.ofSeconds(30))).as("exit code").isIn(0, 143);
    }
  }

  /** The next version has migrated already: this one still starts and works beside it. */
  private static void newerSchema(Stage stage) {
    stage.stored().pretendNewerSchema();
    FoyerProcess old = stage.nodes().get(3);
    List<Integer> exits = List.of(old.terminate(Duration.ofSeconds(30)));
    assertThat(exits).containsExactly(0);
    old.start();
  }
}
