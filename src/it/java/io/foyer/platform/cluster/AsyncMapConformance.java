package io.foyer.platform.cluster;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.shareddata.ClusteredAsyncMapTest;

/** Upstream's {@code ClusteredAsyncMapTest} on Redis. */
public final class AsyncMapConformance extends ClusteredAsyncMapTest {
  private final ClusterSettings settings = TestCluster.fresh();

  @Override
  protected ClusterManager getClusterManager() {
    return new RedisClusterManager(settings);
  }
}
