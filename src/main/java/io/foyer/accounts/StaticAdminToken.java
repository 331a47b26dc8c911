package io.foyer.accounts;

import io.foyer.accounts.AccountAuthenticator.BearerSource;
import io.foyer.platform.Problem;
import io.foyer.platform.config.Secret;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import java.util.Optional;

/** Authenticates the configured static token, which gives scripts the role admin. */
final class StaticAdminToken implements BearerSource {
  private static final Caller SERVICE =
      new Caller("admin-token", "admin-token", Role.ADMIN, Optional.empty());

  private final Secret token;

  StaticAdminToken(Secret token) {
    this.token = token;
  }

  @Override
  public Future<Caller> bearer(String candidate) {
    return token.matches(candidate)
        ? Future.succeededFuture(SERVICE)
        : Future.failedFuture(new Problem.Denied("This bearer token is not valid.").asException());
  }
}
