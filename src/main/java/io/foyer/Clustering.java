package io.foyer;

import io.foyer.Foyer.StartFailure;
import io.foyer.platform.observe.Metrics;
import io.foyer.platform.observe.Readiness;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;

/**
 * Creates this node's Vert.x, clustered if Redis is configured. Without Redis no class of the
 * cluster is loaded.
 */
sealed interface Clustering permits Clustering.None, ClusterNode {

  /**
   * Blocks until it is in, or until it is clear that it starts alone.
   *
   * @param join how long Redis is waited for
   */
  static Clustering open(FoyerConfig config, VertxOptions options, Metrics metrics, Duration join) {
    BackingServicesSettings services = config.services();
    return services.redis().isPresent() && services.cluster().enabled()
        ? ClusterNode.open(services.redis().get(), services.cluster(), options, metrics, join)
        : new None(metrics.instrument(options).build());
  }

  /** Usable in any case, so that a failed start can be drained. */
  Vertx vertx();

  /**
   * Shows the cluster in readiness and metrics.
   *
   * @throws StartFailure if the cluster configuration is unusable
   */
  void watch(Readiness readiness, MeterRegistry registry) throws StartFailure;

  /**
   * Leaves the cluster: completes when no other node sends here any more; the first step of a
   * drain. Never fails.
   */
  Future<Void> withdraw();

  /** A single node. */
  record None(Vertx vertx) implements Clustering {
    @Override
    public void watch(Readiness readiness, MeterRegistry registry) {
      // there is nothing to see
    }

    @Override
    public Future<Void> withdraw() {
      return Future.succeededFuture();
    }
  }
}
