package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** F12: senders say everything three times, at once, to different nodes, out of order. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = Machine.NAME, mode = ResourceAccessMode.READ)
class SenderFault {
  @Test
  void deliveriesRepeatedInParallelAndOutOfOrderCountOnce() {
    try (Stage stage = new Stage("f12").nodes(2)) {
      stage.nodes().start();
      SplittableRandom random = stage.random("plan");
      try (Load http = stage.http(Plan.of(random, 1, 400, Duration.ofSeconds(8)), 3)) {
        http.await();
      }
      RunVerdict runVerdict = stage.judge(0);
      assertThat(stage.database().number("SELECT sum(repeats) FROM foyer.inbox"))
          .as("repeats that arrived")
          .isGreaterThan(500);
      assertThat(stage.postman().refusals()).isEmpty();
      runVerdict.holds(1_000);
    }
  }
}
