package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.demo.Faults;
import io.foyer.demo.Faults.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** F13 and F15: slack_that is slow, refuses, fails, and takes messages without saying so. */
@ResourceLock(Machine.NAME)
class SlackFault {
  /** What a node may hold after a collection, however much waits: the queue is the database. */
  // 24 MB, and 20 more on the node that hashed the first admin's password: Argon2 keeps its memory.
  private static final long HEAP = 64L * 1024 * 1024;

  @Test
  void slackThatInTroubleIsTriedAgainAndLostAnswersAreAdmitted() {
    try (Stage stage = new Stage("f13f15").nodes(2)) {
      stage.nodes().start();
      Faults faults = stage.slack().faults();
      SplittableRandom random = stage.random("plan");
      Duration span = Duration.ofSeconds(20);
      int lost = 30;
      try (Load http = stage.http(Plan.of(random, 1, 400, span), 1)) {
        stage.broke("slack_that in trouble");
        faults.on("/", new Fault.Status(429, Map.of("Retry-After", "1"), ""), 40);
        faults.on("/", new Fault.Status(500), 40);
        faults.on("/", new Fault.Delay(Duration.ofSeconds(2)), 60);
        faults.on("/", new Fault.CloseConnection(), 10);
        // Taken, and then: no answer, or one that comes after the caller has gone.
        faults.on("/", new Fault.LoseAnswer(), 10);
        faults.on("/", new Fault.Delay(Duration.ofSeconds(4)), 10);
        http.await();
        List<Long> heaps =
            stage.nodes().all().stream().map(process -> process.vitals().heap()).toList();
        System.out.println("fault f13: bytes in use after a collection " + heaps);
        assertThat(heaps).as("while slack_that fails").allMatch(bytes -> bytes < HEAP);
        Awaitility.await().until(() -> stage.slack().count() > 200);
        faults.clear();
        stage.healed("slack_that");
      }
      RunVerdict runVerdict = stage.judge(lost);
      assertThat(stage.postman().refusals()).as("bookings while slack_that fails").isEmpty();
      assertThat(UnknownRules.lost(runVerdict.evidence().books())).as("admitted").isNotEmpty();
      runVerdict.holds(400);
    }
  }
}
