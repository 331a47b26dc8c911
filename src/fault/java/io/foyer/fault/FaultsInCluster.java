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
        Cluster cluster = new Cluster(stage)) {
      stage.nodes().start();
      cluster.awaitWhole();
      KillFault.killEveryTwoSeconds(stage);
      cluster.awaitWhole();
      stage.judge(0).holds(500);
    }
  }

  @Test
  void f3NodeThatSleptLongerThanItsLeases() {
    try (Stage stage = stage("f3c");
        Cluster cluster = new Cluster(stage)) {
      stage.nodes().start();
      cluster.awaitWhole();
      PauseFault.sleepLong(stage);
      cluster.awaitWhole();
      stage.judge(0).holds(400);
    }
  }

  @Test
  void f4RollingRestartsUnderLoad() {
    try (Stage stage = stage("f4c");
        Cluster cluster = new Cluster(stage)) {
      stage.nodes().start();
      cluster.awaitWhole();
      RollingFault.replaceSecrets(stage);
      cluster.awaitWhole();
      Verdict verdict = stage.judge(0);
      assertThat(stage.postman().refusals()).isSubsetOf("503");
      verdict.holds(500);
    }
  }

  @Test
  void f9RedisFlushedPausedFailedOverAndRestarted() {
    try (Stage stage = stage("f9c");
        Cluster cluster = new Cluster(stage)) {
      stage.nodes().start();
      cluster.awaitWhole();
      Duration span = Duration.ofSeconds(65);
      SplittableRandom random = stage.random("plan");
      try (Load http = stage.http(Plan.of(random, 1, 500, span), 1);
          Load amqp = stage.amqp(Plan.of(random, 100_001, 150, span))) {
        Beat.ofSeconds(3);
        breakRedis(stage, cluster);
        http.await();
        amqp.await();
      }
      Verdict verdict = stage.judge(0);
      assertThat(stage.postman().refusals()).as("answers other than 2xx").isEmpty();
      verdict.holds(500);
    }
  }

  private static void breakRedis(Stage stage, Cluster cluster) {
    assertThat(cluster.redis().say("FLUSHALL")).isEqualTo("+OK");
    stage.broke("flush");
    Beat.ofSeconds(2);
    cluster.awaitWhole();
    cluster.restart();
    cluster.awaitWhole();
    cluster.redis().signal("STOP");
    stage.broke("Redis stands still");
    cluster.awaitAll("down Redis does not answer, nodes known: 3");
    Beat.ofSeconds(24);
    cluster.redis().signal("CONT");
    Beat.ofSeconds(2);
    cluster.awaitWhole();
    cluster.failOver();
    Beat.ofSeconds(3);
    cluster.awaitWhole();
    stage.healed("Redis");
  }

  @Test
  void f10NodeThatTheOthersDoNotReachForAMinute() {
    try (Stage stage = stage("f10c");
        Cluster cluster = new Cluster(stage)) {
      stage.nodes().start();
      cluster.awaitWhole();
      Duration span = Duration.ofSeconds(70);
      SplittableRandom random = stage.random("plan");
      try (Load http = stage.http(Plan.of(random, 1, 500, span), 1);
          Load amqp = stage.amqp(Plan.of(random, 100_001, 150, span))) {
        Beat.ofSeconds(3);
        Node lonely = stage.nodes().get(0);
        cluster.isolate(lonely);
        lonely.operator().await("cluster", "down nodes: 3, of which do not answer: 2");
        stage
            .nodes()
            .get(1)
            .operator()
            .await("cluster", "down nodes: 3, of which do not answer: 1");
        Beat.ofSeconds(57);
        cluster.heal();
        cluster.awaitWhole();
        stage.healed("partition");
        http.await();
        amqp.await();
      }
      Verdict verdict = stage.judge(0);
      assertThat(stage.postman().refusals()).as("answers other than 2xx").isEmpty();
      verdict.holds(500);
    }
  }
}
