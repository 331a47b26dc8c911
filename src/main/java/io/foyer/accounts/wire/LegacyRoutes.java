package io.foyer.accounts.wire;

import io.foyer.platform.web.ErrorRenderer;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.PreparedResponse;
import io.vertx.core.Future;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.util.function.Function;

/** Registers routes of a legacy API with a timeout, a body size limit and its own error format. */
public record LegacyRoutes(HttpServerSettings settings, ErrorRenderer renderer) {

  /** A path without the slash at its end, which the old programs did not mind. */
  public static String plain(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** Serves a route whose requests have no body. */
  public void serve(Route route, Function<LegacyRequest, Future<PreparedResponse>> use) {
    bounded(route).handler(context -> LegacyRequest.serve(context, renderer, use));
  }

  /** Serves a route whose requests have one. */
  public void serveBodies(Route route, Function<LegacyRequest, Future<PreparedResponse>> use) {
    bounded(route)
        .handler(BodyHandler.create(false).setBodyLimit(settings.maxBody()))
        .handler(context -> LegacyRequest.serve(context, renderer, use));
  }

  private Route bounded(Route route) {
    return route.handler(TimeoutHandler.create(settings.timeout().toMillis(), 503));
  }
}
