package io.foyer.platform.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * Counts requests. Routed ones are timed by route and status; a path is anybody's to choose and is
 * no label. On a fast lane one addition is all we pay (Vert.x's own HTTP meters cost a third of its
 * throughput); its feature counts what came of it.
 */
final class HttpServerMeters {
  private final MeterRegistry registry;
  private final Map<String, LongAdder> lanes;

  HttpServerMeters(MeterRegistry registry, HttpServerState state, List<RouteGroup> groups) {
    this.registry = registry;
    this.lanes =
        groups.stream()
            .flatMap(group -> group.direct().stream())
            .collect(Collectors.toUnmodifiableMap(DirectRoute::path, lane -> new LongAdder()));
    lanes.forEach(
        (path, count) ->
            FunctionCounter.builder("foyer.http.lane.requests", count, LongAdder::sum)
                .description("Requests that arrived on a fast lane")
                .tag("route", path)
                .register(registry));
    Gauge.builder("foyer.http.connections", state, HttpServerState::connections)
        .description("Connections that are open")
        .register(registry);
  }

  /** What a fast lane adds one to for each request. */
  LongAdder direct(String path) {
    return lanes.getOrDefault(path, new LongAdder());
  }

  void answered(RoutingContext context, long beganNanos) {
    Timer.builder("foyer.http.requests")
        .description("Requests by route and status")
        .tag("route", route(context))
        .tag("status", Integer.toString(context.response().getStatusCode()))
        .register(registry)
        .record(System.nanoTime() - beganNanos, TimeUnit.NANOSECONDS);
  }

  /** The pattern that a request was served by: few, and without what a caller put into his path. */
  static String route(RoutingContext context) {
    return Optional.ofNullable(context.currentRoute()).map(Route::getPath).orElse("other");
  }
}
