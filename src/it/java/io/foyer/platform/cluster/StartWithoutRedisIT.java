package io.foyer.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.FakeRedis;
import io.foyer.testing.Services;
import io.foyer.testing.TcpProxy;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that may start without Redis. */
final class StartWithoutRedisIT {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String ADDRESS = "work";

  private static ClusterSettings alone(String redis) {
    return TestCluster.at(redis, TestCluster.fresh().prefix())
        .withTimeouts(SHORT, SHORT, SHORT)
        .withoutRedisAtStart();
  }

  @Test
  void whatItRegisteredMeanwhileIsFoundByTheOthersWhenRedisComes() {
    URI redis = Services.find().redis();
    try (var proxy = new TcpProxy(redis.getHost(), redis.getPort())) {
      proxy.refuse();
      ClusterSettings settings = alone("redis://127.0.0.1:" + proxy.port());
      try (TestClusterMember one = TestClusterMember.join(settings);
          TestClusterMember two = TestClusterMember.join(settings)) {
        one.serve(ADDRESS);
        assertThat(one.cluster().view().orElseThrow().redisAnswers()).isFalse();
        assertThat(one.ask(ADDRESS, Asker.UNHURRIED).join()).isEqualTo(one.id());

        proxy.heal();

        await().until(() -> two.nodes().size() == 2 && one.nodes().size() == 2);
        await().ignoreExceptions().until(() -> two.ask(ADDRESS, SHORT).get().equals(one.id()));
        two.serve("answer");
        await().ignoreExceptions().until(() -> one.ask("answer", SHORT).get().equals(two.id()));
        assertThat(Set.copyOf(one.nodes())).isEqualTo(Set.copyOf(two.nodes()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\0\1\2 no protocol at all \r\n", "+OK\r\n", "-ERR unknown command\r\n"})
  void neitherStartNorEndWaitForARedisThatAnswersWrongly(String answer) {
    try (var fake = new FakeRedis(answer)) {
      try (TestClusterMember one = TestClusterMember.join(alone(fake.url()))) {
        one.serve(ADDRESS);
        assertThat(one.ask(ADDRESS, Asker.UNHURRIED).join()).isEqualTo(one.id());
        TestClusterMember.get(one.cluster().withdraw().otherwiseEmpty());
      }
    }
  }
}
