package io.foyer.platform.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** Decides who somebody is. What he may do is the operation's affair. */
public interface Authenticator {
  /**
   * The caller, found by headers alone. Fails with {@code Problem.Denied} where there is no
   * credential or it is not good, and with {@code Problem.Unavailable} where that cannot be known.
   */
  Future<Caller> authenticate(HttpServerRequest request);
}
