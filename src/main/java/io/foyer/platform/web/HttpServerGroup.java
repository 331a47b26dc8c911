package io.foyer.platform.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * HTTP server of Foyer: several event loops on one port. Promises limits on request lines, headers,
 * bodies, connections and read time; security headers on every response; and that {@link #drain}
 * lets requests in progress finish.
 */
public final class HttpServerGroup {
  private final Vertx vertx;
  private final HttpServerSettings settings;
  private final AdmissionHandler admission;
  private final List<RouteGroup> groups;
  private final HttpServerState state;
  private final HttpServerMeters meters;
  private final List<HttpVerticle> verticles = new CopyOnWriteArrayList<>();

  /** A server for these route groups, in this order; not started. */
  public HttpServerGroup(
      Vertx vertx,
      HttpServerSettings settings,
      MeterRegistry registry,
      AdmissionHandler admission,
      List<RouteGroup> groups) {
    this.vertx = vertx;
    this.settings = settings;
    this.admission = admission;
    this.groups = List.copyOf(groups);
    this.state =
        new HttpServerState(
            settings.maxConnections(), settings.maxPerPeer(), admission::isTrustedProxy);
    this.meters = new HttpServerMeters(registry, state, this.groups);
  }

  /**
   * Starts listening.
   *
   * @return the port; fails if it is in use
   */
  public Future<Integer> start() {
    DeploymentOptions options = new DeploymentOptions().setInstances(settings.instances());
    return vertx.deployVerticle(this::verticle, options).map(id -> verticles.getFirst().port());
  }

  private HttpVerticle verticle() {
    HttpVerticle verticle = new HttpVerticle(settings, state, meters, admission, groups);
    verticles.add(verticle);
    return verticle;
  }

  /** Contexts of the event loops, for {@code Liveness}. */
  public List<Context> loops() {
    return verticles.stream().map(HttpVerticle::loop).toList();
  }

  /** Number of open connections. */
  public int connections() {
    return state.connections();
  }

  /**
   * Stops accepting connections, sends {@code Connection: close}, and completes when requests in
   * progress have ended or after {@code timeout}.
   */
  public Future<Void> drain(Duration timeout) {
    state.drain();
    List<Future<Void>> drained = verticles.stream().map(it -> it.drain(timeout)).toList();
    return Future.join(drained).mapEmpty();
  }
}
