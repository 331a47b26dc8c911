package io.foyer.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.FakeRedis;
import io.foyer.testing.Services;
import io.foyer.testing.TcpProxy;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Redis that answers slowly, wrongly or never. */
final class BadRedisIT {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String ADDRESS = "work";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // never
        "\0\1\2 no protocol at all \r\n",
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "+OK\r\n",
        ":1\r\n",
        "*-1\r\n",
        "-LOADING Redis is loading the dataset in memory\r\n",
        "-ERR unknown command\r\n",
        "$5\r\nab"
      })
  void joinFailsInTimeWhereRedisAnswersWrongly(String answer) {
    try (var fake = new FakeRedis(answer)) {
      var settings =
          TestCluster.at(fake.url(), "test:").withTimeouts(SHORT, SHORT, Duration.ofSeconds(1));

      assertThatThrownBy(() -> TestClusterMember.join(settings))
          .hasCauseInstanceOf(ExecutionException.class);
    }
  }

  @Test
  void joinFailsInTimeWhereNobodyListens() {
    var settings =
        TestCluster.at("redis://127.0.0.1:1", "test:")
            .withTimeouts(SHORT, SHORT, Duration.ofSeconds(1));

    assertThatThrownBy(() -> TestClusterMember.join(settings))
        .hasCauseInstanceOf(ExecutionException.class);
  }

  @Test
  void nodesOfASlowRedisFindEachOther() {
    try (var proxy = proxy()) {
      proxy.delay(Duration.ofMillis(300));
      var settings = through(proxy);
      try (TestClusterMember one = TestClusterMember.join(settings);
          TestClusterMember two = TestClusterMember.join(settings)) {
        two.serve(ADDRESS);

        assertThat(one.ask(ADDRESS, Asker.UNHURRIED).join()).isEqualTo(two.id());
        assertThat(one.lost()).isEmpty();
      }
    }
  }

  @Test
  void requestsGoOnWhileRedisIsSilentAndAllIsMendedAfterIt() {
    try (var proxy = proxy()) {
      var settings = through(proxy);
      try (TestClusterMember one = TestClusterMember.join(settings);
          TestClusterMember two = TestClusterMember.join(settings)) {
        two.serve(ADDRESS);
        assertThat(one.ask(ADDRESS, Asker.UNHURRIED).join()).isEqualTo(two.id());
        try (var asker = new Asker(one, ADDRESS)) {
          proxy.freeze();
          await().until(() -> !redisAnswers(one) && !redisAnswers(two)); // for a time to live
          long silent = asker.answers();
          await().until(() -> asker.answers() > silent + 50);
          proxy.heal();

          two.serve("new");
          await()
              .ignoreExceptions()
              .until(() -> one.ask("new", Duration.ofSeconds(1)).get().equals(two.id()));
          assertThat(asker.lost()).isZero();
        }
        assertThat(one.lost()).isEmpty();
        assertThat(two.lost()).isEmpty();
      }
    }
  }

  private static boolean redisAnswers(TestClusterMember member) {
    return member.cluster().view().orElseThrow().redisAnswers();
  }

  private static TcpProxy proxy() {
    URI redis = Services.find().redis();
    return new TcpProxy(redis.getHost(), redis.getPort());
  }

  private static ClusterSettings through(TcpProxy proxy) {
    return TestCluster.at("redis://127.0.0.1:" + proxy.port(), TestCluster.fresh().prefix());
  }
}
