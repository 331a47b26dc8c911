package io.foyer.platform.web;

import io.foyer.platform.Problem;
import io.foyer.platform.limits.Decision;
import io.foyer.platform.limits.RateLimiter;
import io.netty.util.NetUtil;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stands before every path of an API, Foyer's own and those of old systems: asks the {@link
 * Authenticator} once who is there, counts the request for that account or, where there is none,
 * for the client's address, and leaves what it found for whoever serves the request as its {@link
 * AuthenticatedRequest}. Too many are refused in the dialect of the path. Nobody is refused for
 * want of a credential, because only the operation knows whether it is public.
 */
public final class AdmissionHandler {
  /** The paths it stands before, as the router writes them. */
  static final List<String> PATHS = List.of("/api/*", "/v1/*");

  private static final Duration SOON = Duration.ofSeconds(1);

  private final Authenticator authenticator;
  private final ClientAddress clients;
  private final RateLimiter rateLimiter;
  private final CrossOrigin crossOrigin;

  /** A door with this gate. */
  public AdmissionHandler(
      Authenticator authenticator,
      ClientAddress clients,
      RateLimiter rateLimiter,
      Origins origins) {
    this.authenticator = authenticator;
    this.clients = clients;
    this.rateLimiter = rateLimiter;
    this.crossOrigin = new CrossOrigin(origins);
  }

  private record Found(Future<Caller> caller, Optional<Decision> decision) {}

  /** Lets pages elsewhere call the API or not; before {@link #admit}, which counts. */
  void allowOrigin(RoutingContext context) {
    crossOrigin.enter(context);
  }

  /** Lets one request through with its arrival, or refuses it. */
  void admit(RoutingContext context, Duration patience, ErrorRenderers renderers) {
    HttpServerRequest request = context.request();
    // A gate may have to ask elsewhere; the body must wait for whoever reads it.
    request.pause();
    InetAddress address = clients.of(request);
    Future.succeededFuture(request)
        .compose(authenticator::authenticate)
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .transform(caller -> count(settled(caller), address))
        .onComplete(
            found -> {
              request.resume();
              proceed(context, found, address, renderers);
            },
            context::fail);
  }

  private static Future<Caller> settled(AsyncResult<Caller> asked) {
    if (asked.succeeded()) {
      return Future.succeededFuture(asked.result());
    }
    return Future.failedFuture(
        asked.cause() instanceof TimeoutException
            ? new Problem.Unavailable("It is not known in time who you are.", SOON).asException()
            : asked.cause());
  }

  private Future<Found> count(Future<Caller> caller, InetAddress address) {
    return (caller.succeeded()
            ? rateLimiter.account(caller.result().account())
            : rateLimiter.address(address))
        .map(decision -> new Found(caller, decision));
  }

  private static void proceed(
      RoutingContext context, Found found, InetAddress address, ErrorRenderers renderers) {
    HttpServerRequest request = context.request();
    found.decision().ifPresent(decision -> stamp(request.response(), decision));
    if (found.decision().filter(decision -> !decision.allowed()).isPresent()) {
      Problem tooMany =
          new Problem.TooMany(
              "Too many requests; try again later.", found.decision().get().retryAfter());
      renderers.of(request, request.path()).problem(tooMany).send(request.response());
      return;
    }
    new AuthenticatedRequest(Client.of(request, NetUtil.toAddressString(address)), found.caller())
        .attach(context);
    context.next();
  }

  /** Source: draft-ietf-httpapi-ratelimit-headers-06; seconds are rounded up. */
  private static void stamp(HttpServerResponse response, Decision decision) {
    response.putHeader("RateLimit-Limit", Integer.toString(decision.limit()));
    response.putHeader("RateLimit-Remaining", Integer.toString(decision.remaining()));
    response.putHeader("RateLimit-Reset", seconds(decision.reset()));
    if (!decision.allowed()) {
      response.putHeader("Retry-After", seconds(decision.retryAfter()));
    }
  }

  private static String seconds(Duration wait) {
    return Long.toString(wait.plusMillis(999).toSeconds());
  }
}
