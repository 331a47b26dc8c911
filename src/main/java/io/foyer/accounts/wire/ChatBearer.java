package io.foyer.accounts.wire;

import io.foyer.platform.Problem;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Bearer authentication of the legacy chat API: accepts {@code Bearer} in exactly this case with
 * two parts, and no cookie.
 */
public final class ChatBearer {
  private static final Pattern HEADER = Pattern.compile("Bearer [^ ]+");

  private ChatBearer() {}

  /** Requires a valid token. */
  public static Future<Caller> any(LegacyRequest legacyRequest) {
    return legacyRequest.authorization().filter(it -> HEADER.matcher(it).matches()).isPresent()
        ? legacyRequest.caller()
        : Future.failedFuture(new Problem.Denied("There is no token.").asException());
  }

  /** Requires a valid token with one of these roles. */
  public static Future<Caller> of(LegacyRequest legacyRequest, Set<Role> roles) {
    return any(legacyRequest)
        .compose(
            caller ->
                roles.contains(caller.role())
                    ? Future.succeededFuture(caller)
                    : Future.failedFuture(
                        new Problem.Forbidden("This needs another role.").asException()));
  }
}
