package io.foyer;

import io.foyer.platform.db.Outage;
import io.foyer.platform.limits.RateLimiter;
import io.foyer.platform.observe.CheckResult;
import io.foyer.platform.observe.Liveness;
import io.foyer.platform.observe.Readiness;
import io.foyer.platform.redis.RedisLink;
import io.foyer.platform.web.AdmissionHandler;
import io.foyer.platform.web.ClientAddress;
import io.foyer.platform.web.HttpServerGroup;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.OpenApiContract;
import io.foyer.platform.web.OpenApiRouter;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.Origins;
import io.foyer.platform.web.Pages;
import io.foyer.platform.web.RouteGroup;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The public HTTP server of a node: the routes of its features, the API contract, the pages. */
final class PublicServer {
  private static final Duration DRAIN = Duration.ofSeconds(10);

  /** From this share of all connections the node says that newcomers will soon be turned away. */
  private static final double NEARLY_FULL = 0.9;

  private final HttpSettings config;
  private final CoreServices core;
  private final Features features;
  private final Readiness readiness;
  private final Liveness liveness;
  private final HttpServerSettings settings;
  private final Optional<RedisLink> redis;

  PublicServer(
      FoyerConfig config,
      CoreServices core,
      Features features,
      Readiness readiness,
      Liveness liveness) {
    this.config = config.http();
    this.core = core;
    this.features = features;
    this.readiness = readiness;
    this.liveness = liveness;
    this.settings =
        HttpServerSettings.of(
            this.config.httpAddr(),
            this.config.timeout(),
            this.config.maxBody(),
            this.config.publicUrl());
    this.redis = config.services().redis().map(it -> new RedisLink(core.vertx(), it));
    redis.ifPresent(
        link -> readiness.degradable("redis", () -> Future.succeededFuture(link.check())));
  }

  /**
   * Opens the port.
   *
   * @param drain takes the step that closes it
   * @return the port
   */
  Future<Integer> start(Future<OpenApiContract> contract, List<DrainStep> drain) {
    redis.ifPresent(
        link -> {
          drain.add(new DrainStep(Stage.CLIENT, "redis", link::close));
          link.start();
        });
    RateLimiter limiter = limiter();
    return contract
        .compose(
            read ->
                Pages.load(core.vertx(), read, features.capabilities())
                    .map(pages -> routes(read, pages, limiter)))
        .compose(groups -> open(groups, limiter, drain));
  }

  private Future<Integer> open(
      List<RouteGroup> groups, RateLimiter limiter, List<DrainStep> drain) {
    HttpServerGroup server =
        new HttpServerGroup(
            core.vertx(), settings, core.metrics().registry(), admission(limiter), groups);
    drain.add(new DrainStep(Stage.INTAKE, "http", () -> server.drain(DRAIN)));
    readiness.degradable("http_connections", () -> Future.succeededFuture(room(server)));
    return server
        .start()
        .onSuccess(port -> server.loops().forEach(liveness::watch))
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof IOException
                        ? new Foyer.StartFailure(
                            "http_addr %s: %s".formatted(config.httpAddr(), cause.getMessage()),
                            cause)
                        : cause));
  }

  private CheckResult room(HttpServerGroup server) {
    int open = server.connections();
    int most = settings.maxConnections();
    String detail = "%d of %d connections".formatted(open, most);
    return open > most * NEARLY_FULL ? CheckResult.down(detail) : CheckResult.ok(detail);
  }

  private AdmissionHandler admission(RateLimiter limiter) {
    return new AdmissionHandler(
        features.accounts().authenticator(),
        new ClientAddress(config.trustedProxies()),
        limiter,
        new Origins(config.publicUrl(), config.allowedOrigins()));
  }

  private RateLimiter limiter() {
    return redis
        .map(
            link ->
                RateLimiter.shared(config.limits(), core.vertx(), link, core.metrics().registry()))
        .orElseGet(() -> RateLimiter.local(config.limits(), core.metrics().registry()));
  }

  /** The features' own routes come first: some lie below the paths of the contract. */
  private List<RouteGroup> routes(OpenApiContract contract, Pages pages, RateLimiter limiter) {
    List<RouteGroup> groups = new ArrayList<>(features.routes(settings, limiter, pages));
    groups.add(new OpenApiRouter(core.vertx(), contract, settings, operations()));
    groups.add(pages);
    return groups;
  }

  private Map<String, Operation> operations() {
    Map<String, Operation> operations = new HashMap<>(features.operations());
    operations.replaceAll((name, operation) -> call -> Outage.toUnavailable(operation.serve(call)));
    return operations;
  }
}
