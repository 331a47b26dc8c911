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
 * The HTTP server of Foyer: several event loops on one port. Promises bounded lines, headers,
 * bodies, connections and waiting; security headers on every answer; and that {@link #drain} lets
 * running requests finish.
 */
public final class HttpServerGroup {
  private final Vertx vertx;
  private final HttpServerSettings settings;
  private final AdmissionHandler admission;
  private final List<RouteGroup> groups;
  private final HttpServerState state;
  private final HttpServerMeters meters;
  private final List<HttpVerticle> verticles = new CopyOnWriteArrayList<>();

  /** An edge that serves these groups, in this order, once {@link #start} is called. */
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
    this.state = new HttpServerState(settings.maxConnections());
    this.meters = new HttpServerMeters(registry, state, this.groups);
  }

  /**
   * Opens the port.
   *
   * @return the port; fails where it is taken
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

  /** The event loops it runs on, for {@code Liveness}. */
  public List<Context> loops() {
    return verticles.stream().map(HttpVerticle::loop).toList();
  }

  /** Connections that are open now. */
  public int connections() {
    return state.connections();
  }

  /**
   * Stops accepting, tells callers {@code Connection: close}, and completes when the running
   * requests have ended or {@code patience} is over.
   */
  public Future<Void> drain(Duration patience) {
    state.drain();
    List<Future<Void>> drained = verticles.stream().map(it -> it.drain(patience)).toList();
    return Future.join(drained).mapEmpty();
  }
}
