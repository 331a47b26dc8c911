package io.foyer.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.Alone;
import io.foyer.testing.FakeRedis;
import io.foyer.testing.Services;
import io.foyer.testing.TcpProxy;
import java.net.URI;
import java.time.Duration;
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
      long start = System.nanoTime();

      assertThatThrownBy(() -> Member.join(settings)).isNotNull();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void joinFailsInTimeWhereNobodyListens() {
    var settings =
        TestCluster.at("redis://127.0.0.1:1", "test:")
            .withTimeouts(SHORT, SHORT, Duration.ofSeconds(1));

    assertThatThrownBy(() -> Member.join(settings)).isNotNull();
  }

  @Test
  void nodesOfASlowRedisFindEachOther() {
    try (var proxy = proxy()) {
      proxy.delay(Duration.ofMillis(300));
      var settings = through(proxy);
      try (Member one = Member.join(settings);
          Member two = Member.join(settings)) {
        two.serve(ADDRESS);

        assertThat(one.ask(ADDRESS, Duration.ofSeconds(5)).join()).isEqualTo(two.id());
        assertThat(one.lost()).isEmpty();
      }
    }
  }

  @Alone
  @Test
  void requestsGoOnWhileRedisIsSilentAndAllIsMendedAfterIt() {
    try (var proxy = proxy()) {
      var settings = through(proxy).withHeartbeat(Duration.ofMillis(200), Duration.ofMillis(800));
      try (Member one = Member.join(settings);
          Member two = Member.join(settings)) {
        two.serve(ADDRESS);
        assertThat(one.ask(ADDRESS, Duration.ofSeconds(5)).join()).isEqualTo(two.id());
        try (var asker = new Asker(one, ADDRESS)) {
          proxy.freeze();
          await().atMost(Duration.ofSeconds(20)).until(() -> asker.answers() > 150);
          proxy.heal();

          two.serve("new");
          await()
              .atMost(Duration.ofSeconds(10))
              .ignoreExceptions()
              .until(() -> one.ask("new", SHORT).get().equals(two.id()));
          assertThat(asker.failures()).isZero();
        }
        assertThat(one.lost()).isEmpty();
        assertThat(two.lost()).isEmpty();
      }
    }
  }

  private static TcpProxy proxy() {
    URI redis = Services.find().redis();
    return new TcpProxy(redis.getHost(), redis.getPort());
  }

  private static ClusterSettings through(TcpProxy proxy) {
    return TestCluster.at("redis://127.0.0.1:" + proxy.port(), TestCluster.fresh().prefix());
  }
}
