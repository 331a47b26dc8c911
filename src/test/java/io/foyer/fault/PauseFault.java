package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** F3: a node sleeps for longer than its leases, wakes, and must not act on what it held. */
class PauseFault {
  /** The lease on a message is 18 s here: 3 s for the call and a margin of 15 s. */
  private static final Duration SLEEP = Duration.ofSeconds(24);

  @Test
  void sleeperDoesNotActOnLeasesThatRanOut() {
    try (Stage stage = new Stage("f3").nodes(2).slowSlack()) {
      stage.nodes().start();
      SplittableRandom random = stage.random("plan");
      Node sleeper = stage.nodes().get(0);
      try (Load http = stage.http(Plan.of(random, 1, 400, Duration.ofSeconds(12)), 1);
          Load amqp = stage.amqp(Plan.of(random, 100_001, 100, Duration.ofSeconds(12)))) {
        Beat.ofSeconds(4);
        sleeper.signal("STOP");
        stage.broke("SIGSTOP");
        assertThat(sleeper.ready()).isZero();
        Beat.of(SLEEP);
        sleeper.signal("CONT");
        stage.healed("SIGCONT");
        http.await();
        amqp.await();
      }
      stage.judge(0).holds(400);
    }
  }
}
