package io.foyer;

import io.foyer.Foyer.StartFailure;
import io.foyer.platform.cluster.ClusterSettings;
import io.foyer.platform.cluster.ClusterView;
import io.foyer.platform.cluster.RedisClusterManager;
import io.foyer.platform.config.HostPort;
import io.foyer.platform.observe.CheckResult;
import io.foyer.platform.observe.Metrics;
import io.foyer.platform.observe.Readiness;
import io.foyer.platform.redis.RedisClients;
import io.foyer.platform.redis.RedisConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clustered node. Data and wakeups go through PostgreSQL, so a node starts and serves without
 * Redis, reports degraded, and joins the cluster when Redis is available.
 */
final class ClusterNode implements Clustering {
  private static final Logger log = LoggerFactory.getLogger(ClusterNode.class);
  private static final Duration START = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final RedisClusterManager manager;
  private final Optional<StartFailure> failure;

  private ClusterNode(Vertx vertx, RedisClusterManager manager, Optional<StartFailure> failure) {
    this.vertx = vertx;
    this.manager = manager;
    this.failure = failure;
  }

  static Clustering open(
      RedisConfig redis,
      ClusterConfig config,
      VertxOptions options,
      Metrics metrics,
      Duration join) {
    ClusterSettings settings = settings(redis, config, join);
    RedisClusterManager manager = new RedisClusterManager(settings);
    VertxOptions clustered = new VertxOptions(options).setEventBusOptions(bus(settings, config));
    if (!config.local() && !config.encrypted()) {
      log.atWarn()
          .log("Cluster port is open without TLS: any host that reaches it can send messages");
    }
    try {
      Vertx vertx =
          metrics
              .instrument(clustered)
              .withClusterManager(manager)
              .buildClustered()
              .await(START.toSeconds(), TimeUnit.SECONDS);
      return new ClusterNode(vertx, manager, Optional.empty());
    } catch (Exception e) { // await() throws the future's own failure, checked or not
      StartFailure why = new StartFailure("cluster: " + e.getMessage(), e);
      return new ClusterNode(metrics.instrument(options).build(), manager, Optional.of(why));
    }
  }

  private static ClusterSettings settings(RedisConfig redis, ClusterConfig config, Duration join) {
    ClusterSettings usual = ClusterSettings.of(RedisClients.options(redis));
    return usual
        .withPrefix(redis.prefix() + ":cluster:")
        .withHosts(config.addr().host(), config.publicAddr().map(HostPort::host).orElse(""))
        .withTimeouts(redis.timeout(), usual.pingTimeout(), join)
        .withoutRedisAtStart();
  }

  private static EventBusOptions bus(ClusterSettings settings, ClusterConfig config) {
    EventBusOptions bus = settings.busOptions().setPort(config.addr().port());
    config
        .publicAddr()
        .map(HostPort::port)
        .filter(port -> port > 0)
        .ifPresent(bus::setClusterPublicPort);
    config.tlsCert().ifPresent(certificate -> encrypt(bus, config, certificate.toString()));
    return bus;
  }

  private static void encrypt(EventBusOptions bus, ClusterConfig config, String certificate) {
    String key = config.tlsKey().orElseThrow().toString();
    String authority = config.tlsCa().orElseThrow().toString();
    bus.setSsl(true)
        .setClientAuth(ClientAuth.REQUIRED)
        .setKeyCertOptions(new PemKeyCertOptions().addCertPath(certificate).addKeyPath(key))
        .setTrustOptions(new PemTrustOptions().addCertPath(authority));
  }

  @Override
  public Vertx vertx() {
    return vertx;
  }

  @Override
  public void watch(Readiness readiness, MeterRegistry registry) throws StartFailure {
    if (failure.isPresent()) {
      throw failure.get();
    }
    readiness.degradable("cluster", () -> Future.succeededFuture(check()));
    gauge(registry, "foyer.cluster.nodes", "Nodes known", view -> view.nodes().size());
    // The second name is deprecated and kept for one release.
    for (String name : List.of("foyer.cluster.nodes.unreachable", "foyer.cluster.nodes.left.out")) {
      gauge(registry, name, "Nodes that do not answer this one", view -> view.unreachable().size());
    }
  }

  private void gauge(
      MeterRegistry registry, String name, String what, ToIntFunction<ClusterView> count) {
    Gauge.builder(name, manager, it -> it.view().map(count::applyAsInt).orElse(0))
        .description(what)
        .register(registry);
  }

  private CheckResult check() {
    return manager.view().map(ClusterNode::health).orElse(CheckResult.down("no member"));
  }

  private static CheckResult health(ClusterView view) {
    int nodes = view.nodes().size();
    if (!view.redisAnswers()) {
      return CheckResult.down("Redis does not answer, nodes known: " + nodes);
    }
    return view.unreachable().isEmpty()
        ? CheckResult.ok("nodes: " + nodes)
        : CheckResult.down(
            "nodes: %d, of which do not answer: %d".formatted(nodes, view.unreachable().size()));
  }

  @Override
  public Future<Void> withdraw() {
    return manager
        .withdraw()
        .onFailure(
            cause ->
                log.atInfo()
                    .addKeyValue("cause", cause.getMessage())
                    .log("Left the cluster without notice"))
        .otherwiseEmpty();
  }
}
