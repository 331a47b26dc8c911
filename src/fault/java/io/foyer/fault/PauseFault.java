package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
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
    FoyerProcess sleeper = stage.nodes().get(0);
    try (Load http = stage.http(Plan.of(random, 1, 400, Duration.ofSeconds(12)), 1);
        Load amqp = stage.amqp(Plan.of(random, 100_001, 100, Duration.ofSeconds(12)))) {
      Beat.ofSeconds(4);
      Set<String> held = sleepHolding(stage, sleeper);
      Instant wake = Instant.now().plus(SLEEP);
      stage.broke("SIGSTOP");
      assertThat(sleeper.ready()).isZero();
      Beat.of(Duration.between(Instant.now(), wake));
      assertThat(stage.stored().sending())
          .as("what the sleeper held was taken over")
          .doesNotContainAnyElementsOf(held);
      sleeper.signal("CONT");
      stage.healed("SIGCONT");
      http.await();
      amqp.await();
    }
  }

  /** Stops it while it sends; again, if it was the other one that sent. */
  private static Set<String> sleepHolding(Stage stage, FoyerProcess sleeper) {
    Set<String> held = new HashSet<>();
    Awaitility.await("a node sleeps that holds messages")
        .atMost(Duration.ofSeconds(90))
        .until(
            () -> {
              if (stage.stored().sending().isEmpty()) {
                return false;
              }
              sleeper.signal("STOP");
              held.addAll(held(stage));
              if (held.isEmpty()) {
                sleeper.signal("CONT");
              }
              return !held.isEmpty();
            });
    return held;
  }

  /** Messages that have been on their way for longer than a call takes: nobody ends them. */
  private static Set<String> held(Stage stage) {
    Beat.ofMillis(500);
    Set<String> held = stage.stored().sending();
    Beat.ofSeconds(4);
    held.retainAll(stage.stored().sending());
    System.out.println("fault f3: the sleeper held " + held.size() + " messages");
    return held;
  }
}
