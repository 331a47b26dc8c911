package io.foyer.platform.web;

import io.foyer.platform.Problem;
import io.foyer.platform.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Admits whoever carries the administrator's token as a bearer token (RFC 6750, section 2.1). The
 * comparison takes the same time whatever was sent.
 */
final class BearerAuthenticator implements Authenticator {
  private static final String SCHEME = "Bearer ";
  private static final Caller ADMIN =
      new Caller("admin", "admin", Caller.Role.ADMIN, Optional.empty());

  private final Secret token;

  /** A gate that one token opens. */
  public BearerAuthenticator(Secret token) {
    this.token = token;
  }

  @Override
  public Future<Caller> authenticate(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return denied("A bearer token is needed.");
    }
    return token.matches(header.substring(SCHEME.length()).strip())
        ? Future.succeededFuture(ADMIN)
        : denied("This bearer token is not valid.");
  }

  private static Future<Caller> denied(String detail) {
    return Future.failedFuture(new Problem.Denied(detail).asException());
  }
}
