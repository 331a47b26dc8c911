package io.foyer.platform.web;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;

/**
 * What the {@link AdmissionHandler} found out about a request on a path of an API, before any
 * router saw it.
 *
 * @param client where it came from
 * @param caller who asks; complete, and failed where the gate refused. A public operation does not
 *     look at it
 */
public record AuthenticatedRequest(Client client, Future<Caller> caller) {
  private static final String KEY = "foyer.arrival";

  /**
   * The arrival of a request.
   *
   * @throws NullPointerException outside the paths of {@link AdmissionHandler#PATHS}
   */
  public static AuthenticatedRequest of(RoutingContext context) {
    return Objects.requireNonNull(context.get(KEY), "no door before this path");
  }

  void attach(RoutingContext context) {
    context.put(KEY, this);
  }
}
