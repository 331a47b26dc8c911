package io.foyer.platform.cluster;

import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;

/** Gives {@code Vertx.clusteredVertx} of a child process its cluster, as upstream's tests need. */
public final class ChildProvider implements VertxServiceProvider {
  @Override
  public void init(VertxBootstrap builder) {
    if (builder.clusterManager() == null) {
      TestCluster.ofThisProcess()
          .ifPresent(settings -> builder.clusterManager(new RedisClusterManager(settings)));
    }
  }
}
