package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * F9 and F10 in short: what {@code make fault-cluster} does at length, one after the other. Three
 * nodes and three Redis servers, and one of the nodes is to be ready again in time: it has the
 * machine alone.
 */
@ResourceLock(Machine.NAME)
class ClusterFault {
  private static final Duration SPAN = Duration.ofSeconds(35);

  @Test
  void threeNodesLoseRedisEachOtherAndOneOfThemAndNothingElse() {
    try (Stage stage = new Stage("cluster").nodes(3).slowSlack();
        ClusterFixture clusterFixture = new ClusterFixture(stage)) {
      stage.nodes().start();
      clusterFixture.awaitWhole();
      SplittableRandom random = stage.random("plan");
      try (Load http = stage.http(Plan.of(random, 1, 200, SPAN), 1);
          Load amqp = stage.amqp(Plan.of(random, 100_001, 60, SPAN))) {
        Beat.ofSeconds(1);
        clusterFixture.isolate(stage.nodes().get(0));
        stage
            .nodes()
            .get(1)
            .operator()
            .await("cluster", "down nodes: 3, of which do not answer: 1");
        clusterFixture.heal();
        clusterFixture.awaitWhole();
        clusterFixture.restart();
        stage.nodes().get(2).kill();
        stage.broke("kill -9");
        stage.nodes().get(2).launch();
        stage.healed("all");
        clusterFixture.awaitWhole();
        clusterFixture.failOver();
        http.await();
        amqp.await();
      }
      clusterFixture.awaitWhole();
      RunVerdict runVerdict = stage.judge(0);
      assertThat(stage.postman().refusals()).isSubsetOf("503");
      runVerdict.holds(200);
    }
  }
}
