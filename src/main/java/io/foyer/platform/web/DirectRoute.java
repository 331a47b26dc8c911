package io.foyer.platform.web;

import io.vertx.core.http.HttpServerRequest;

/**
 * Route of one exact path that bypasses the router, for high request rates. Called on the event
 * loop with security headers already set; reads the body, enforces the size limit and responds by
 * itself, for every method. A thrown exception becomes an error response.
 */
public interface DirectRoute {
  /** The exact path, such as {@code /webhooks}. */
  String path();

  /** Handles one request. */
  void handle(HttpServerRequest request);
}
