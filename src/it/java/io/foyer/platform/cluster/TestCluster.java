package io.foyer.platform.cluster;

import io.foyer.testing.RedisServer;
import io.foyer.testing.Services;
import io.vertx.redis.client.RedisOptions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Settings on the Redis of the tests, each time under a prefix of their own. */
final class TestCluster {
  /** What a node of another process reads its prefix from. */
  static final String PREFIX = "foyer.test.cluster.prefix";

  /** What a node of another process reads the address of Redis from. */
  static final String REDIS = "foyer.test.cluster.redis";

  private TestCluster() {}

  static ClusterSettings fresh() {
    return at(Services.find().redis().toString(), "test:" + UUID.randomUUID() + ":");
  }

  /** Settings on a Redis of one test's own. */
  static ClusterSettings on(RedisServer redis) {
    return at(redis.url(), "test:" + UUID.randomUUID() + ":");
  }

  static ClusterSettings at(String redis, String prefix) {
    return ClusterSettings.of(new RedisOptions().setConnectionString(redis))
        .withPrefix(prefix)
        .withTrusted(List.of("io.vertx.tests."));
  }

  /** Present in a child process that was told by system properties. */
  static Optional<ClusterSettings> ofThisProcess() {
    return Optional.ofNullable(System.getProperty(PREFIX))
        .map(prefix -> at(System.getProperty(REDIS, ""), prefix));
  }

  /** What tells a child process to join the cluster of these settings. */
  static List<String> properties(ClusterSettings settings) {
    return List.of(
        "-D" + PREFIX + "=" + settings.prefix(),
        "-D" + REDIS + "=" + settings.redis().getEndpoint());
  }
}
