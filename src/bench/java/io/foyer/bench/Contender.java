package io.foyer.bench;

import io.foyer.platform.cluster.ClusterSettings;
import io.foyer.platform.cluster.RedisClusterManager;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.cluster.ClusterManager;

/** What is compared: who knows the nodes of the cluster, and how long it waits for silent ones. */
enum Contender {
  REDIS("Redis"),
  /** As delivered: a member may be silent for a minute. */
  HAZELCAST("Hazelcast"),
  /** Told to beat and to wait as ours does, on the same options of the bus. */
  QUICK("Hazelcast, 4 s");

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  ClusterManager manager(ClusterSettings settings) {
    return switch (this) {
      case REDIS -> new RedisClusterManager(settings);
      case HAZELCAST, QUICK -> hazelcast();
    };
  }

  EventBusOptions bus(ClusterSettings settings) {
    return switch (this) {
      case REDIS, QUICK -> settings.busOptions();
      case HAZELCAST -> new EventBusOptions().setHost(settings.host());
    };
  }

  /**
   * By name, because Hazelcast is on the class path of this benchmark and nowhere else. The service
   * loader would also offer the fake of Vert.x' own tests.
   */
  private static ClusterManager hazelcast() {
    try {
      Class<?> manager = Class.forName("io.vertx.spi.cluster.hazelcast.HazelcastClusterManager");
      return (ClusterManager) manager.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no Hazelcast: run 'make bench-cluster'", e);
    }
  }
}
