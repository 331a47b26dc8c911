package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * F1, F3, F4, F9 and F10 with three clustered nodes, in full: {@code make fault-cluster}. Nothing
 * is lost or doubled, and nobody needs a restart.
 */
@ResourceLock(Machine.NAME)
class FaultsInCluster {
  private static Stage stage(String name) {
    return new Stage(name).nodes(3).slowSlack();
  }

  @Test
  void f1NodesKilledEveryTwoSeconds() {
    try (Stage stage = stage("f1c");
        ClusterFixture clusterFixture = new ClusterFixture(stage)) {
      stage.nodes().start();
      clusterFixture.awaitWhole();
      KillFault.killEveryTwoSeconds(stage);
      clusterFixture.awaitWhole();
      stage.judge(0).holds(500);
    }
  }

  @Test
  void f3NodeThatSleptLongerThanItsLeases() {
    try (Stage stage = stage("f3c");
        ClusterFixture clusterFixture = new ClusterFixture(stage)) {
      stage.nodes().start();
      clusterFixture.awaitWhole();
      PauseFault.sleepLong(stage);
      clusterFixture.awaitWhole();
      stage.judge(0).holds(400);
    }
  }

  @Test
  void f4RollingRestartsUnderLoad() {
    try (Stage stage = stage("f4c");
        ClusterFixture clusterFixture = new ClusterFixture(stage)) {
      stage.nodes().start();
      clusterFixture.awaitWhole();
      RollingFault.replaceSecrets(stage);
      clusterFixture.awaitWhole();
      RunVerdict runVerdict = stage.judge(0);
      assertThat(stage.postman().refusals()).isSubsetOf("503");
      runVerdict.holds(500);
    }
  }

  @Test
  void f9RedisFlushedPausedFailedOverAndRestarted() {
    try (Stage stage = stage("f9c");
        ClusterFixture clusterFixture = new ClusterFixture(stage)) {
      stage.nodes().start();
      clusterFixture.awaitWhole();
      Duration span = Duration.ofSeconds(65);
      SplittableRandom random = stage.random("plan");
      try (Load http = stage.http(Plan.of(random, 1, 500, span), 1);
          Load amqp = stage.amqp(Plan.of(random, 100_001, 150, span))) {
        Beat.ofSeconds(3);
        breakRedis(stage, clusterFixture);
        http.await();
        amqp.await();
      }
      RunVerdict runVerdict = stage.judge(0);
      assertThat(stage.postman().refusals()).as("answers other than 2xx").isEmpty();
      runVerdict.holds(500);
    }
  }

  private static void breakRedis(Stage stage, ClusterFixture clusterFixture) {
    assertThat(clusterFixture.redis().say("FLUSHALL")).isEqualTo("+OK");
    stage.broke("flush");
    Beat.ofSeconds(2);
    clusterFixture.awaitWhole();
    clusterFixture.restart();
    clusterFixture.awaitWhole();
    clusterFixture.redis().signal("STOP");
    stage.broke("Redis stands still");
    clusterFixture.awaitAll("down Redis does not answer, nodes known: 3");
    Beat.ofSeconds(24);
    clusterFixture.redis().signal("CONT");
    Beat.ofSeconds(2);
    clusterFixture.awaitWhole();
    clusterFixture.failOver();
    Beat.ofSeconds(3);
    clusterFixture.awaitWhole();
    stage.healed("Redis");
  }

  @Test
  void f10NodeThatTheOthersDoNotReachForAMinute() {
    try (Stage stage = stage("f10c");
        ClusterFixture clusterFixture = new ClusterFixture(stage)) {
      stage.nodes().start();
      clusterFixture.awaitWhole();
      Duration span = Duration.ofSeconds(70);
      SplittableRandom random = stage.random("plan");
      try (Load http = stage.http(Plan.of(random, 1, 500, span), 1);
          Load amqp = stage.amqp(Plan.of(random, 100_001, 150, span))) {
        Beat.ofSeconds(3);
        FoyerProcess lonely = stage.nodes().get(0);
        clusterFixture.isolate(lonely);
        lonely.operator().await("cluster", "down nodes: 3, of which do not answer: 2");
        stage
            .nodes()
            .get(1)
            .operator()
            .await("cluster", "down nodes: 3, of which do not answer: 1");
        Beat.ofSeconds(57);
        clusterFixture.heal();
        clusterFixture.awaitWhole();
        stage.healed("partition");
        http.await();
        amqp.await();
      }
      RunVerdict runVerdict = stage.judge(0);
      assertThat(stage.postman().refusals()).as("answers other than 2xx").isEmpty();
      runVerdict.holds(500);
    }
  }
}
