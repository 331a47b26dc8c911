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
import java.util.stream.Stream;

/**
 * HTTP request metrics. Requests of the router are timed by route and status; the label is the
 * route pattern, because clients choose the path. A {@link DirectRoute} costs one addition per
 * request (Vert.x's own HTTP metrics cost a third of its throughput); its feature counts results.
 */
final class HttpServerMeters {
  /** Deprecated name of {@code foyer.http.direct.requests}, kept for one release. */
  private static final String OLD_DIRECT_REQUESTS = "foyer.http.lane.requests";

  private final MeterRegistry registry;
  private final Map<String, LongAdder> directRequests;

  HttpServerMeters(MeterRegistry registry, HttpServerState state, List<RouteGroup> groups) {
    this.registry = registry;
    this.directRequests =
        groups.stream()
            .flatMap(group -> group.direct().stream())
            .collect(Collectors.toUnmodifiableMap(DirectRoute::path, route -> new LongAdder()));
    directRequests.forEach(
        (path, count) ->
            Stream.of("foyer.http.direct.requests", OLD_DIRECT_REQUESTS)
                .forEach(
                    name ->
                        FunctionCounter.builder(name, count, LongAdder::sum)
                            .description("Requests on routes that bypass the router")
                            .tag("route", path)
                            .register(registry)));
    Gauge.builder("foyer.http.connections", state, HttpServerState::connections)
        .description("Open connections")
        .register(registry);
  }

  /** Counter of the requests of a direct route. */
  LongAdder direct(String path) {
    return directRequests.getOrDefault(path, new LongAdder());
  }

  void answered(RoutingContext context, long beganNanos) {
    Timer.builder("foyer.http.requests")
        .description("Requests by route and status")
        .tag("route", route(context))
        .tag("status", Integer.toString(context.response().getStatusCode()))
        .register(registry)
        .record(System.nanoTime() - beganNanos, TimeUnit.NANOSECONDS);
  }

  /** Pattern of the matched route: low cardinality, and free of path parameters. */
  static String route(RoutingContext context) {
    return Optional.ofNullable(context.currentRoute()).map(Route::getPath).orElse("other");
  }
}
