package io.foyer.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ClusterSettingsTest {
  private final ClusterSettings settings = ClusterSettings.of(new RedisOptions());

  @Test
  void listensOnLoopbackUnlessToldOtherwise() {
    assertThat(settings.busOptions().getHost()).isEqualTo("127.0.0.1");
    assertThat(settings.withHosts("10.0.0.1", "node").busOptions().getClusterPublicHost())
        .isEqualTo("node");
  }

  @Test
  void trustsNoCertificateUnlessTold() {
    assertThat(settings.busOptions().isTrustAll()).isFalse();
  }

  @Test
  void refusesATimeToLiveThatALateBeatWouldEnd() {
    assertThatThrownBy(() -> settings.withHeartbeat(Duration.ofSeconds(1), Duration.ofSeconds(3)))
        .hasMessageContaining("ttl");
  }

  @Test
  void refusesARedisCluster() {
    var cluster = new RedisOptions().setType(RedisClientType.CLUSTER);

    assertThatThrownBy(() -> ClusterSettings.of(cluster)).hasMessageContaining("SENTINEL");
  }

  @Test
  void refusesAnEmptyPrefixAndHostAndNoTimeAtAll() {
    assertThatThrownBy(() -> settings.withPrefix(" ")).hasMessageContaining("prefix");
    assertThatThrownBy(() -> settings.withHosts("", "")).hasMessageContaining("host");
    assertThatThrownBy(() -> settings.withTimeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO))
        .hasMessageContaining("1 ms");
  }

  @Test
  void isNotChangedByLaterChangesOfTheOptions() {
    var options = new RedisOptions().setPassword("before");
    ClusterSettings kept = ClusterSettings.of(options);
    options.setPassword("after");

    assertThat(kept.redis().getPassword()).isEqualTo("before");
  }

  @Test
  void passwordsAreNotPrinted() {
    var secret = ClusterSettings.of(new RedisOptions().setPassword("s3cret"));

    assertThat(secret.toString()).doesNotContain("s3cret");
  }
}
