package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** F1 and F2: nodes die, at any time and at the worst of times. */
@ResourceLock(Machine.NAME)
class KillFault {
  private static final Duration SPAN = Duration.ofSeconds(20);
  private static final int KILLS = 6;

  @Test
  void nodesKilledEveryTwoSecondsLoseAndDoubleNothing() {
    try (Stage stage = new Stage("f1").nodes(2).slowSlack()) {
      stage.nodes().start();
      killEveryTwoSeconds(stage);
      stage.judge(0).holds(500);
    }
  }

  static void killEveryTwoSeconds(Stage stage) {
    SplittableRandom random = stage.random("kills");
    try (Load http = stage.http(Plan.of(random, 1, 500, SPAN), 1);
        Load amqp = stage.amqp(Plan.of(random, 100_001, 150, SPAN))) {
      for (int kills = 0; kills < KILLS; ) {
        Beat.ofSeconds(2);
        kills += killOne(stage, random);
      }
      stage.healed("kills");
      http.await();
      amqp.await();
    }
  }

  private static int killOne(Stage stage, SplittableRandom random) {
    FoyerProcess drawn = stage.nodes().any(random);
    Optional<FoyerProcess> ready =
        drawn.ready() == 200
            ? Optional.of(drawn)
            : stage.nodes().all().stream().filter(process -> process.ready() == 200).findAny();
    ready.ifPresent(
        process -> {
          process.kill();
          stage.broke("kill -9");
          process.launch();
        });
    return ready.isPresent() ? 1 : 0;
  }

  @Test
  void nodesThatDieAtTheWorstPointsLoseAndDoubleNothing() {
    try (Stage stage = new Stage("f2").nodes(2).slowSlack()) {
      stage.nodes().get(1).start();
      long first = 1;
      for (CrashPoint point : CrashPoint.values()) {
        crash(stage, point, first);
        first += 200_000;
      }
      stage.nodes().get(0).plainJvm().start();
      stage.healed("crashes");
      stage.judge(0).holds(400);
    }
  }

  private static void crash(Stage stage, CrashPoint point, long first) {
    FoyerProcess process = stage.nodes().get(0);
    process.plainJvm().jvm(point.agent(stage.folder(), 10)).launch();
    // The backlog of the crash before may kill it before it is ready.
    await().until(() -> process.ready() == 200 || !process.alive());
    SplittableRandom random = stage.random(point.name());
    Plan plan = Plan.of(random, first, 100, Duration.ofSeconds(4));
    try (Load http = stage.http(plan, 1);
        Load amqp = stage.amqp(Plan.of(random, first + 100_000, 30, Duration.ofSeconds(4)))) {
      assertThat(process.awaitEnd(Duration.ofMinutes(2)))
          .as(point + " kills the node")
          .isEqualTo(255);
      stage.broke(point.name());
      http.await();
      amqp.await();
    }
  }
}
