package io.foyer.platform.cluster;

import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.tests.eventbus.NodeInfoTest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/**
 * Upstream's {@code NodeInfoTest} on Redis, {@code cluster.runs} times: it once failed by chance.
 */
@RunWith(Parameterized.class)
public final class NodeInfoConformance extends NodeInfoTest {
  private final ClusterSettings settings = TestCluster.fresh();

  @Parameterized.Parameters
  public static List<Object[]> runs() {
    int runs = Math.max(1, Integer.getInteger("cluster.runs", 1));
    return IntStream.range(0, runs).mapToObj(run -> new Object[0]).toList();
  }

  @Override
  protected ClusterManager getClusterManager() {
    return new RedisClusterManager(settings);
  }
}
