package io.foyer.platform.cluster;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.eventbus.NodeInfoTest;

/** Upstream's {@code NodeInfoTest} on Redis. */
public final class NodeInfoConformance extends NodeInfoTest {
  private final ClusterSettings settings = TestCluster.fresh();

  @Override
  protected ClusterManager getClusterManager() {
    return new RedisClusterManager(settings);
  }
}
