package io.foyer.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.platform.config.ConfigException;
import io.foyer.platform.config.HostPort;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** There is one way to Redis, and no password in it. */
class RedisConfigTest {
  private static RedisConfig config(Optional<String> url, List<HostPort> sentinels) {
    return new RedisConfig(
        url,
        sentinels,
        "mymaster",
        "",
        Optional.empty(),
        false,
        Optional.empty(),
        Duration.ofSeconds(2),
        "foyer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://localhost",
        "redis://localhost:6379/",
        "redis://10.0.0.1:1/3",
        "rediss://[::1]:6380/0"
      })
  void theseAreAddresses(String url) {
    assertThat(config(Optional.of(url), List.of()).encrypted()).isEqualTo(url.startsWith("rediss"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:6379",
        "http://localhost",
        "redis://:secret@localhost",
        "redis://a:b@h:1/0",
        "redis://h?password=x",
        "unix:///run/redis.sock",
        "redis://h:1/0 "
      })
  void theseAreNoneAndAreNotRepeated(String url) {
    assertThatThrownBy(() -> config(Optional.of(url), List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("url: must be redis://host:port/database")
        .hasMessageNotContaining("secret");
  }

  @Test
  void oneOfUrlAndSentinelsIsNeeded() {
    List<HostPort> sentinels = List.of(new HostPort("s1", 26379));

    assertThat(config(Optional.empty(), sentinels).encrypted()).isFalse();
    assertThatThrownBy(() -> config(Optional.empty(), List.of())).hasMessageContaining("url");
    assertThatThrownBy(() -> config(Optional.of("redis://h"), sentinels))
        .hasMessageContaining("url");
  }
}
