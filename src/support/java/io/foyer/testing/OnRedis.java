package io.foyer.testing;

import java.util.Map;
import java.util.UUID;

/** What a node is told of a Redis. */
public final class OnRedis {
  private OnRedis() {}

  /** The Redis of the tests, with keys of one test's own. */
  public static Map<String, String> settings() {
    return at(Services.find().redis().getPort());
  }

  /** Any Redis of this machine, or what stands in its way, with keys of one test's own. */
  public static Map<String, String> at(int port) {
    return Map.of(
        "REDIS_URL",
        "redis://127.0.0.1:" + port,
        "REDIS_PREFIX",
        "t" + UUID.randomUUID().toString().substring(0, 8));
  }
}
