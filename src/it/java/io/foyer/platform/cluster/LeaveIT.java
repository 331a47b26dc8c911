package io.foyer.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.RedisServer;
import io.foyer.testing.Services;
import io.foyer.testing.TcpProxy;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes come and go in order. */
final class LeaveIT {
  private static final String ADDRESS = "work";

  private final ClusterSettings settings = TestCluster.fresh();

  /** Whoever leaves without a word is listed for an hour; whoever is slow is waited for. */
  private final ClusterSettings patient =
      settings.withHeartbeat(Duration.ofSeconds(5), Duration.ofHours(1));

  @Test
  void leaveAfterWithdrawalCostsNoRequest() {
    try (TestClusterMember asking = TestClusterMember.join(patient);
        TestClusterMember staying = TestClusterMember.join(patient)) {
      staying.serve(ADDRESS);
      assertThat(asking.ask(ADDRESS, Asker.UNHURRIED).join()).isEqualTo(staying.id());
      try (var asker = new Asker(asking, ADDRESS)) {
        for (int i = 0; i < 5; i++) {
          TestClusterMember leaving = TestClusterMember.join(patient);
          leaving.serve(ADDRESS);
          await().until(() -> asker.answering().contains(leaving.id()));
          TestClusterMember.get(leaving.cluster().withdraw());
          await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(asker::isIdle);
          leaving.close(); // as after a drain: what was on its way to it is answered
        }
        long answers = asker.answers();
        await().until(() -> asker.answers() > answers + 25);
        assertThat(asker.lost()).isZero();
      }
    }
  }

  @Test
  void nodesShareByTheNumberOfTheirConsumers() {
    try (TestClusterMember asking = TestClusterMember.join(settings);
        TestClusterMember one = TestClusterMember.join(settings);
        TestClusterMember two = TestClusterMember.join(settings)) {
      one.serve(ADDRESS);
      two.serve(ADDRESS);
      two.serve(ADDRESS);
      // The asking node hears of the last of them a moment later, perhaps in the middle of a round.
      await()
          .untilAsserted(
              () ->
                  assertThat(round(asking))
                      .containsExactlyInAnyOrderEntriesOf(Map.of(one.id(), 10, two.id(), 20)));
    }
  }

  /** Who answers how many of thirty questions. */
  private static Map<String, Integer> round(TestClusterMember asking) {
    Map<String, Integer> answers = new HashMap<>();
    for (int i = 0; i < 30; i++) {
      answers.merge(asking.ask(ADDRESS, Asker.UNHURRIED).join(), 1, Integer::sum);
    }
    return answers;
  }

  @Test
  void nothingOfANodeIsLeftInRedis() {
    try (TestClusterMember staying = TestClusterMember.join(patient);
        var redis = new RawRedis()) {
      TestClusterMember leaving = TestClusterMember.join(patient);
      leaving.serve(ADDRESS);
      leaving.close();

      String prefix = patient.prefix();
      assertThat(redis.say(Command.EXISTS, prefix + "a:work").toInteger()).isZero();
      assertThat(redis.say(Command.EXISTS, prefix + "n:" + leaving.id()).toInteger()).isZero();
      assertThat(redis.say(Command.HLEN, prefix + "info").toInteger()).isEqualTo(1);
      await().until(() -> staying.nodes().equals(List.of(staying.id())));
    }
  }

  @Test
  void aLeaveIsTold() {
    try (TestClusterMember staying = TestClusterMember.join(patient)) {
      TestClusterMember.join(patient).close();

      onlyItselfIsListedBy(staying);
    }
  }

  @Test
  void aLeaveIsToldToARedisThatForgotItsScripts(@TempDir Path folder) {
    try (RedisServer server = RedisServer.start(folder)) {
      ClusterSettings own =
          TestCluster.on(server).withHeartbeat(patient.heartbeatInterval(), patient.ttl());
      try (TestClusterMember staying = TestClusterMember.join(own);
          var redis = new RawRedis(server.url())) {
        TestClusterMember leaving = TestClusterMember.join(own);

        redis.say(Command.SCRIPT, "FLUSH");
        leaving.close();

        await().until(() -> staying.nodes().equals(List.of(staying.id())));
        assertThat(redis.say(Command.ZCARD, own.prefix() + "nodes").toInteger()).isEqualTo(1);
      }
    }
  }

  @Test
  void aLeaveIsToldOnTheNextConnection() {
    try (var proxy = proxyOfRedis();
        TestClusterMember staying = TestClusterMember.join(patient)) {
      TestClusterMember leaving = TestClusterMember.join(through(proxy));

      proxy.cut();
      leaving.close();

      onlyItselfIsListedBy(staying);
    }
  }

  @Test
  void aLeaveWhoseAnswerIsLostIsToldAgain() {
    try (var proxy = proxyOfRedis();
        TestClusterMember staying = TestClusterMember.join(patient)) {
      TestClusterMember leaving = TestClusterMember.join(through(proxy));

      proxy.freeze();
      Future<Void> left = leaving.vertx().close();
      await().until(() -> !leaving.cluster().isActive());
      proxy.cut();
      proxy.heal();
      TestClusterMember.get(left);

      onlyItselfIsListedBy(staying);
    }
  }

  private static TcpProxy proxyOfRedis() {
    URI server = Services.find().redis();
    return new TcpProxy(server.getHost(), server.getPort());
  }

  private ClusterSettings through(TcpProxy proxy) {
    var way = new RedisOptions().setConnectionString("redis://127.0.0.1:" + proxy.port());
    return ClusterSettings.of(way)
        .withPrefix(patient.prefix())
        .withHeartbeat(patient.heartbeatInterval(), patient.ttl());
  }

  private void onlyItselfIsListedBy(TestClusterMember staying) {
    await().until(() -> staying.nodes().equals(List.of(staying.id())));
    try (var redis = new RawRedis()) {
      assertThat(redis.say(Command.ZCARD, patient.prefix() + "nodes").toInteger()).isEqualTo(1);
    }
  }

  @Test
  void everybodyListsANodeAsSoonAsItIsUp() {
    try (TestClusterMember first = TestClusterMember.join(patient)) {
      for (int i = 0; i < 20; i++) {
        try (TestClusterMember next = TestClusterMember.join(patient)) {
          assertThat(Set.copyOf(first.nodes())).contains(next.id());
          assertThat(Set.copyOf(next.nodes())).contains(first.id());
        }
      }
    }
  }
}
