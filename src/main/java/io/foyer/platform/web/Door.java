package io.foyer.platform.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Stands before every path of an API, Foyer's own and those of old systems: asks the {@link Gate}
 * once who is there, and leaves the answer for whoever serves the request as its {@link Arrival}.
 * It refuses nobody for want of a credential, because only the operation knows whether it is
 * public.
 */
public final class Door {
  /** The paths it stands before, as the router writes them. */
  static final List<String> PATHS = List.of("/api/*", "/v1/*");

  private final Gate gate;

  /** A door with this gate. */
  public Door(Gate gate) {
    this.gate = gate;
  }

  /** Lets one request through, with its arrival. */
  void enter(RoutingContext context, Duration patience) {
    HttpServerRequest request = context.request();
    // A gate may have to ask elsewhere; the body must wait for whoever reads it.
    request.pause();
    Client client = Client.of(request, request.remoteAddress().hostAddress());
    Future.succeededFuture(request)
        .compose(gate::admit)
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(
            caller -> {
              new Arrival(client, settled(caller)).note(context);
              request.resume();
              context.next();
            });
  }

  private static Future<Caller> settled(io.vertx.core.AsyncResult<Caller> caller) {
    return caller.succeeded()
        ? Future.succeededFuture(caller.result())
        : Future.failedFuture(caller.cause());
  }
}
