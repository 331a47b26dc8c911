package io.foyer.platform.cluster;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.ha.HATest;

/** Upstream's {@code HATest} on Redis. Foyer does not use it: its roles take over by their rows. */
public final class HighAvailabilityConformance extends HATest {
  private final ClusterSettings settings = TestCluster.fresh();

  @Override
  protected ClusterManager getClusterManager() {
    return new RedisClusterManager(settings);
  }
}
