package io.foyer.platform.web;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/**
 * Result of the {@link AdmissionHandler} for a request on an API path: client and authenticated
 * caller.
 *
 * @param client client address, origin and user agent
 * @param caller the authenticated caller; already completed, failed if authentication failed.
 *     Public operations ignore it
 */
public record AuthenticatedRequest(Client client, Future<Caller> caller) {
  private static final String KEY = "foyer.authenticatedRequest";

  /**
   * The result attached to a request.
   *
   * @throws NullPointerException outside the paths of {@link AdmissionHandler#PATHS}
   */
  public static AuthenticatedRequest of(RoutingContext context) {
    return Objects.requireNonNull(context.get(KEY), "no admission handler before this path");
  }

  void attach(RoutingContext context) {
    context.put(KEY, this);
  }
}
