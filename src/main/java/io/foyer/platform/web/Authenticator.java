package io.foyer.platform.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** Authenticates requests. Authorization is up to the operation. */
public interface Authenticator {
  /**
   * Authenticates a request by its headers alone. Fails with {@code Problem.Denied} if credentials
   * are missing or invalid, and with {@code Problem.Unavailable} if they cannot be verified now.
   */
  Future<Caller> authenticate(HttpServerRequest request);
}
