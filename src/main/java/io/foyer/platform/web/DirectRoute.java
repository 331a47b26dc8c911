package io.foyer.platform.web;

import io.vertx.core.http.HttpServerRequest;

/**
 * The fast lane of one exact path: it sees the request before any router, on its event loop, with
 * security headers already set. It reads the body, keeps the size limit and answers by itself, for
 * every method. An exception it throws is answered like any other fault.
 */
public interface DirectRoute {
  /** The exact path, such as {@code /webhooks}. */
  String path();

  /** Serves one request. */
  void handle(HttpServerRequest request);
}
