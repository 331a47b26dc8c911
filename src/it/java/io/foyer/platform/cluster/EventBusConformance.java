package io.foyer.platform.cluster;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.eventbus.ClusteredEventBusTest;

/** Upstream's {@code ClusteredEventBusTest} on Redis. */
public final class EventBusConformance extends ClusteredEventBusTest {
  private final ClusterSettings settings = TestCluster.fresh();

  @Override
  protected ClusterManager getClusterManager() {
    return new RedisClusterManager(settings);
  }
}
