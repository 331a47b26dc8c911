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
 * Builds the router of one event loop: request ids, admission, route groups in their order, and
 * error responses.
 */
final class HttpServerRouter {
  private static final Logger log = LoggerFactory.getLogger(HttpServerRouter.class);

  /** Status with which the body handler of vertx-web 5.0.12 fails a request it cannot read. */
  private static final int BROKEN_BODY = 200;

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
    // Registered per status: the router has no error handler for any status.
    IntStream.range(400, 600)
        .forEach(status -> router.errorHandler(status, context -> fail(context, status)));
    router.errorHandler(BROKEN_BODY, this::brokenBody);
    return router;
  }

  /** The body ended by an error of its encoding; what follows on the connection is unreadable. */
  private void brokenBody(RoutingContext context) {
    boolean gone = context.response().closed();
    fail(context, 400);
    if (!gone) {
      ResponseLog.log(context.request().connection().close());
    }
  }

  /** Runs first, and again after a reroute, which clears the headers. */
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
    admission.admit(context, settings, renderers);
  }

  private void answered(RoutingContext context, String id, long began) {
    meters.answered(context, began);
    log.atDebug()
        .addKeyValue("request", id)
        .addKeyValue("method", context.request().method())
        .addKeyValue(
            "route", HttpServerMeters.route(context)) // not the path: it may contain a room key
        .addKeyValue("status", context.response().getStatusCode())
        .log("Request completed");
  }

  private void fail(RoutingContext context, int status) {
    String path = path(context);
    Throwable cause = context.failure();
    if (context.response().closed()) {
      log.atDebug()
          .addKeyValue("route", HttpServerMeters.route(context))
          .log("Client disconnected");
    } else if (cause == null || status < 500) {
      refuse(context, path, status);
    } else {
      FailureRenderer.answer(context.request(), cause, renderers.of(context.request(), path))
          .send(context.response());
    }
  }

  private void refuse(RoutingContext context, String path, int status) {
    int rendered = status == 404 || status == 405 ? missing(context, path, status) : status;
    renderers.of(context.request(), path).refusal(rendered).send(context.response());
  }

  /**
   * 404, or 405 if another method is allowed: the router loses that once a later route is tried.
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

  /** The normalized path, or the raw one if it has an invalid escape such as {@code /%}. */
  private static String path(RoutingContext context) {
    try {
      return String.valueOf(context.normalizedPath());
    } catch (IllegalArgumentException e) {
      return String.valueOf(context.request().path());
    }
  }
}
