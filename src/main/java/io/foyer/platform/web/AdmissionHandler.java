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
 * Admission handler of every API path, Foyer's own and those of old systems: authenticates the
 * request, then applies the rate limit of its account or, without one, of its client address.
 *
 * <p>Attaches the result as {@link AuthenticatedRequest}. Requests over the limit are rejected with
 * 429, by the {@link ErrorRenderer} of the path. A request without valid credentials passes,
 * because only the operation knows whether it is public.
 */
public final class AdmissionHandler {
  /** The API paths, as router patterns. */
  static final List<String> PATHS = List.of("/api/*", "/v1/*");

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Authenticator authenticator;
  private final ClientAddress clients;
  private final RateLimiter rateLimiter;
  private final CrossOrigin crossOrigin;

  /** A handler with its authenticator, client address resolution, rate limiter and CORS origins. */
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

  private record Admission(Future<Caller> caller, Optional<Decision> decision) {}

  /** Whether a peer is a proxy that stands for many clients. */
  boolean isTrustedProxy(InetAddress peer) {
    return clients.trusts(peer);
  }

  /** Handles CORS. Runs before {@link #admit}, so that preflights are not counted. */
  void allowOrigin(RoutingContext context) {
    crossOrigin.enter(context);
  }

  /**
   * Authenticates and rate-limits one request, then passes it on or rejects it.
   *
   * @param settings timeout of authentication, and the largest body
   */
  void admit(RoutingContext context, HttpServerSettings settings, ErrorRenderers renderers) {
    HttpServerRequest request = context.request();
    // Authentication may be asynchronous; the body must not be read meanwhile.
    request.pause();
    InetAddress address = clients.of(request);
    int cost = RequestCost.of(request, settings.maxBody());
    Future.succeededFuture(request)
        .compose(authenticator::authenticate)
        .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .transform(caller -> count(toFuture(caller), address, cost))
        .onComplete(
            admission -> {
              request.resume();
              proceed(context, admission, address, renderers);
            },
            context::fail);
  }

  private static Future<Caller> toFuture(AsyncResult<Caller> result) {
    if (result.succeeded()) {
      return Future.succeededFuture(result.result());
    }
    return Future.failedFuture(
        result.cause() instanceof TimeoutException
            ? new Problem.Unavailable("Authentication timed out.", RETRY_AFTER).asException()
            : result.cause());
  }

  private Future<Admission> count(Future<Caller> caller, InetAddress address, int cost) {
    return (caller.succeeded()
            ? rateLimiter.account(caller.result().account(), cost)
            : rateLimiter.address(address, cost))
        .map(decision -> new Admission(caller, decision));
  }

  private static void proceed(
      RoutingContext context, Admission admission, InetAddress address, ErrorRenderers renderers) {
    HttpServerRequest request = context.request();
    admission.decision().ifPresent(decision -> addHeaders(request.response(), decision));
    if (admission.decision().filter(decision -> !decision.allowed()).isPresent()) {
      Problem tooMany =
          new Problem.TooMany(
              "Too many requests; try again later.", admission.decision().get().retryAfter());
      renderers.of(request, request.path()).problem(tooMany).send(request.response());
      return;
    }
    new AuthenticatedRequest(
            Client.of(request, NetUtil.toAddressString(address)), admission.caller())
        .attach(context);
    context.next();
  }

  /**
   * Adds the rate limit headers. Source: draft-ietf-httpapi-ratelimit-headers-06; seconds are
   * rounded up.
   */
  private static void addHeaders(HttpServerResponse response, Decision decision) {
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
