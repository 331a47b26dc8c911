package io.foyer.platform.cluster;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.shareddata.ClusteredSharedCounterTest;

/** Upstream's {@code ClusteredSharedCounterTest} on Redis. */
public final class CounterConformance extends ClusteredSharedCounterTest {
  private final ClusterSettings settings = TestCluster.fresh();

  @Override
  protected ClusterManager getClusterManager() {
    return new RedisClusterManager(settings);
  }
}
