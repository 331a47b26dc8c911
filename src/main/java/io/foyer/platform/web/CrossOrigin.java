package io.foyer.platform.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Tells browsers which pages may call the API (the Fetch standard, CORS). Never allows credentials:
 * a page elsewhere brings a bearer token, and our cookie stays with our own pages. The library's
 * handler is not used because it refuses what comes from anywhere else with 403, our own pages
 * included, and old clients know a preflight that is 200.
 */
final class CrossOrigin {
  private final Origins origins;

  CrossOrigin(Origins origins) {
    this.origins = origins;
  }

  /** Adds what the browser needs to know; answers a preflight, whoever asks. */
  void enter(RoutingContext context) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    String origin = request.getHeader("Origin");
    response.putHeader("Vary", "Origin");
    boolean welcome = origin != null && origins.mayRead(request, origin);
    if (welcome) {
      response.putHeader("Access-Control-Allow-Origin", origin);
      response.putHeader(
          "Access-Control-Expose-Headers",
          "Location, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset,"
              + " X-Request-Id");
    }
    if (isPreflight(request)) {
      preflight(response, welcome);
    } else {
      context.next();
    }
  }

  private static boolean isPreflight(HttpServerRequest request) {
    return request.method().equals(HttpMethod.OPTIONS)
        && request.headers().contains("Origin")
        && request.headers().contains("Access-Control-Request-Method");
  }

  private static void preflight(HttpServerResponse response, boolean welcome) {
    if (welcome) {
      response.putHeader(
          "Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
      response.putHeader("Access-Control-Allow-Headers", "authorization, content-type");
      response.putHeader("Access-Control-Max-Age", "600");
    }
    PreparedResponse.empty(200).send(response);
  }
}
