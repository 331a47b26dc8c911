package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.fault.Finding.Kind;
import io.foyer.testing.Alone;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A minute of {@code make fault}: some of each kind of trouble, and a checker that is awake. Alone,
 * because it closes the connections of all tests to RabbitMQ.
 */
@Alone
class FaultShortIT {
  @Test
  void killsCutsAndRestartsLoseAndDoubleNothing() {
    try (Stage stage = new Stage("short").nodes(2).slowSlack()) {
      stage.nodes().start();
      SplittableRandom random = stage.random("plan");
      Duration span = Duration.ofSeconds(10);
      try (Load http = stage.http(Plan.of(random, 1, 150, span), 2);
          Load amqp = stage.amqp(Plan.of(random, 100_001, 60, span))) {
        Beat.ofSeconds(2);
        stage.nodes().get(0).kill();
        stage.broke("kill -9");
        stage.nodes().get(0).launch();
        stage.postgresNetwork().loseCommitAnswers(5);
        stage.broker().closeAllConnections();
        Beat.ofSeconds(2);
        stage.database().terminateBackends();
        stage.broke("terminated backends");
        stage.healed("all");
        assertThat(stage.nodes().get(1).terminate(Duration.ofSeconds(30))).isZero();
        stage.broke("SIGTERM");
        stage.nodes().get(1).start();
        stage.healed("restart");
        http.await();
        amqp.await();
      }
      RunVerdict runVerdict = stage.judge(0);
      assertThat(stage.postman().refusals()).isSubsetOf("503");
      runVerdict.holds(200);
      theSameRunWithOneRecordAmissIsRefused(runVerdict.evidence());
    }
  }

  private static void theSameRunWithOneRecordAmissIsRefused(Evidence run) {
    int post =
        IntStream.range(0, run.events().size())
            .filter(i -> run.events().get(i) instanceof Event.Posted told && plain(run, told))
            .findFirst()
            .orElseThrow();
    assertThat(kinds(Tampering.without(run, post))).contains(Kind.DROPPED);
    assertThat(kinds(Tampering.twice(run, post))).contains(Kind.DOUBLED);
    assertThat(kinds(Tampering.delayed(run, post, Plan.WARN_BEFORE.multipliedBy(2))))
        .contains(Kind.LATE);
  }

  /** Told once, and no answer to it was lost: nothing excuses that it be missing. */
  private static boolean plain(Evidence run, Event.Posted post) {
    return run.all(Event.Posted.class).stream().filter(p -> p.link().equals(post.link())).count()
            == 1
        && run.books().outbox().stream()
            .filter(message -> message.link().equals(post.link()))
            .allMatch(message -> message.status().equals("sent") && message.lostAnswers() == 0);
  }

  private static List<Kind> kinds(Evidence evidence) {
    return Checker.judge(evidence).stream().map(Finding::kind).toList();
  }
}
