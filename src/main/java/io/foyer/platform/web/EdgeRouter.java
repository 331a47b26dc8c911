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
final class EdgeRouter {
  private static final Logger log = LoggerFactory.getLogger(EdgeRouter.class);

  private final List<RouteGroup> groups;
  private final Dialects dialects;
  private final EdgeState state;

  EdgeRouter(List<RouteGroup> groups, Dialects dialects, EdgeState state) {
    this.groups = groups;
    this.dialects = dialects;
    this.state = state;
  }

  Router create(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(this::enter);
    groups.forEach(group -> group.mount(router));
    // Every status that a handler can fail with; the router has no other way to say "any".
    IntStream.range(400, 600).forEach(status -> router.errorHandler(status, this::fail));
    return router;
  }

  private void enter(RoutingContext context) {
    String id = RequestId.of(context.request());
    context.addHeadersEndHandler(
        written -> {
          if (state.draining()) {
            context.response().putHeader("Connection", "close");
          }
        });
    if (log.isDebugEnabled()) {
      context.addEndHandler(
          ended ->
              log.atDebug()
                  .addKeyValue("request", id)
                  .addKeyValue("method", context.request().method())
                  .addKeyValue("path", context.request().path())
                  .addKeyValue("status", context.response().getStatusCode())
                  .log("answered"));
    }
    context.next();
  }

  private void fail(RoutingContext context) {
    String path = String.valueOf(context.normalizedPath());
    Dialect dialect = dialects.of(context.request(), path);
    Throwable cause = context.failure();
    if (context.response().closed()) {
      log.atDebug().addKeyValue("path", path).log("caller hung up");
    } else if (cause == null || (context.statusCode() >= 400 && context.statusCode() < 500)) {
      refuse(context, path, dialect);
    } else {
      Failures.answer(context.request(), cause, dialect).send(context.response());
    }
  }

  private void refuse(RoutingContext context, String path, Dialect dialect) {
    if (context.statusCode() == 405) {
      Set<String> allowed = new TreeSet<>();
      groups.forEach(group -> allowed.addAll(group.allowed(path)));
      context.response().putHeader("Allow", String.join(", ", allowed));
    }
    dialect.refusal(context.statusCode()).send(context.response());
  }
}
