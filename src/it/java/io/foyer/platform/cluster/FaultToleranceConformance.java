package io.foyer.platform.cluster;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.eventbus.FaultToleranceTest;
import java.util.List;

/** Upstream's {@code FaultToleranceTest} on Redis. */
public final class FaultToleranceConformance extends FaultToleranceTest {
  private final ClusterSettings settings = TestCluster.fresh();

  @Override
  protected ClusterManager getClusterManager() {
    return new RedisClusterManager(settings);
  }

  @Override
  protected List<String> getExternalNodeSystemProperties() {
    return TestCluster.properties(settings);
  }
}
