package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * F3: a node sleeps for longer than its leases, wakes, and must not act on what it held. It sleeps
 * long, so others that need little of the machine go on meanwhile.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = Machine.NAME, mode = ResourceAccessMode.READ)
class PauseFault {
  /** The lease on a message is 18 s here: 3 s for the call and a margin of 15 s. */
  private static final Duration SLEEP = Duration.ofSeconds(60);

  @Test
  void sleeperDoesNotActOnLeasesThatRanOut() {
    try (Stage stage = new Stage("f3").nodes(2).slowSlack()) {
      stage.nodes().start();
      sleepLong(stage);
      stage.judge(0).holds(400);
    }
  }

  static void sleepLong(Stage stage) {
    SplittableRandom random = stage.random("plan");
    Node sleeper = stage.nodes().get(0);
    try (Load http = stage.http(Plan.of(random, 1, 400, Duration.ofSeconds(12)), 1);
        Load amqp = stage.amqp(Plan.of(random, 100_001, 100, Duration.ofSeconds(12)))) {
      Beat.ofSeconds(4);
      sleeper.signal("STOP");
      Instant wake = Instant.now().plus(SLEEP);
      stage.broke("SIGSTOP");
      assertThat(sleeper.ready()).isZero();
      Set<String> held = held(stage);
      Beat.of(Duration.between(Instant.now(), wake));
      assertThat(stage.database().sending())
          .as("what the sleeper held was taken over")
          .doesNotContainAnyElementsOf(held);
      sleeper.signal("CONT");
      stage.healed("SIGCONT");
      http.await();
      amqp.await();
    }
  }

  /** Messages that have been on their way for longer than a call takes: nobody ends them. */
  private static Set<String> held(Stage stage) {
    Beat.ofSeconds(1);
    Set<String> held = stage.database().sending();
    Beat.ofSeconds(4);
    held.retainAll(stage.database().sending());
    System.out.println("fault f3: the sleeper held " + held.size() + " messages");
    assertThat(held).as("what the sleeper held").isNotEmpty();
    return held;
  }
}
