package io.foyer.platform.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * CORS handler of the API (Fetch standard). Never allows credentials: foreign pages use a bearer
 * token, and the session cookie is for our own pages.
 *
 * <p>The CORS handler of Vert.x is not used because it rejects other origins with 403, our own
 * pages included, and because old clients expect status 200 for a preflight.
 */
final class CrossOrigin {
  private final Origins origins;

  CrossOrigin(Origins origins) {
    this.origins = origins;
  }

  /** Adds CORS headers; answers every preflight. */
  void enter(RoutingContext context) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    String origin = request.getHeader("Origin");
    response.putHeader("Vary", "Origin");
    boolean mayRead = origin != null && origins.mayRead(request, origin);
    if (mayRead) {
      response.putHeader("Access-Control-Allow-Origin", origin);
      response.putHeader(
          "Access-Control-Expose-Headers",
          "Location, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset,"
              + " X-Request-Id");
    }
    if (isPreflight(request)) {
      preflight(response, mayRead);
    } else {
      context.next();
    }
  }

  private static boolean isPreflight(HttpServerRequest request) {
    return request.method().equals(HttpMethod.OPTIONS)
        && request.headers().contains("Origin")
        && request.headers().contains("Access-Control-Request-Method");
  }

  private static void preflight(HttpServerResponse response, boolean mayRead) {
    if (mayRead) {
      response.putHeader(
          "Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
      response.putHeader("Access-Control-Allow-Headers", "authorization, content-type");
      response.putHeader("Access-Control-Max-Age", "600");
    }
    PreparedResponse.empty(200).send(response);
  }
}
