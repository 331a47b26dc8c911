package io.foyer.platform.web;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the router of one event loop: the groups in their order, and what answers when none does.
 */
final class HttpServerRouter {
  private static final Logger log = LoggerFactory.getLogger(HttpServerRouter.class);

  private final HttpServerSettings settings;
  private final AdmissionHandler admission;
  private final List<RouteGroup> groups;
  private final ErrorRenderers renderers;
  private final SecurityHeaders security;
  private final HttpServerState state;
  private final HttpServerMeters meters;

  HttpServerRouter(
      HttpServerSettings settings,
      AdmissionHandler admission,
      List<RouteGroup> groups,
      ErrorRenderers renderers,
      SecurityHeaders security,
      HttpServerState state,
      HttpServerMeters meters) {
    this.settings = settings;
    this.admission = admission;
    this.groups = groups;
    this.renderers = renderers;
    this.security = security;
    this.state = state;
    this.meters = meters;
  }

  Router create(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(this::enter);
    AdmissionHandler.PATHS.forEach(
        path -> router.route(path).handler(admission::allowOrigin).handler(this::admit));
    groups.forEach(group -> group.mount(router));
    // Every status that a handler can fail with; the router has no other way to say "any".
    IntStream.range(400, 600)
        .forEach(status -> router.errorHandler(status, context -> fail(context, status)));
    return router;
  }

  /** Also after a reroute, which takes the headers away. */
  private void enter(RoutingContext context) {
    security.stamp(context.response().headers());
    long began = System.nanoTime();
    String id = RequestId.of(context.request());
    context.addHeadersEndHandler(
        written -> {
          if (state.draining()) {
            context.response().putHeader("Connection", "close");
          }
        });
    context.addEndHandler(ended -> answered(context, id, began));
    context.next();
  }

  private void admit(RoutingContext context) {
    admission.admit(context, settings.timeout(), renderers);
  }

  private void answered(RoutingContext context, String id, long began) {
    meters.answered(context, began);
    log.atDebug()
        .addKeyValue("request", id)
        .addKeyValue("method", context.request().method())
        .addKeyValue(
            "route", HttpServerMeters.route(context)) // a path may hold the secret of a room
        .addKeyValue("status", context.response().getStatusCode())
        .log("answered");
  }

  private void fail(RoutingContext context, int status) {
    String path = path(context);
    Throwable cause = context.failure();
    if (context.response().closed()) {
      log.atDebug().addKeyValue("route", HttpServerMeters.route(context)).log("caller hung up");
    } else if (cause == null || status < 500) {
      refuse(context, path, status);
    } else {
      FailureRenderer.answer(context.request(), cause, renderers.of(context.request(), path))
          .send(context.response());
    }
  }

  private void refuse(RoutingContext context, String path, int status) {
    int told = status == 404 || status == 405 ? missing(context, path, status) : status;
    renderers.of(context.request(), path).refusal(told).send(context.response());
  }

  /**
   * 404, or 405 where only the method is wrong: the router forgets that as soon as a later route
   * looks.
   */
  private int missing(RoutingContext context, String path, int status) {
    Set<String> allowed = new TreeSet<>();
    groups.forEach(group -> allowed.addAll(group.allowed(path)));
    if (allowed.isEmpty() || allowed.contains(context.request().method().name())) {
      return status;
    }
    context.response().putHeader("Allow", String.join(", ", allowed));
    return 405;
  }

  /** A path with a broken escape such as {@code /%} has no normal form. */
  private static String path(RoutingContext context) {
    try {
      return String.valueOf(context.normalizedPath());
    } catch (IllegalArgumentException e) {
      return String.valueOf(context.request().path());
    }
  }
}
