package io.foyer.accounts;

import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.web.Authenticator;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Origins;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;

/**
 * Authenticates requests by bearer token or session cookie. A bearer token is checked with each
 * source until one accepts it; a request with a token ignores the cookie. For unsafe methods a
 * cookie counts only if the browser reports a same-origin request, because it also sends the cookie
 * with forged ones (CSRF).
 */
public final class AccountAuthenticator implements Authenticator {
  private static final String SCHEME = "Bearer ";
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final List<BearerSource> sources;
  private final SessionService sessions;
  private final SessionCookie cookie;
  private final Origins origins;

  /** Authenticates bearer tokens of one type. */
  @FunctionalInterface
  public interface BearerSource {
    /**
     * Authenticates a token.
     *
     * @return fails with {@code Denied} where it is none of this source's
     */
    Future<Caller> bearer(String token);
  }

  /**
   * An authenticator of these sources and of Foyer's own sessions.
   *
   * @param sources sources of bearer tokens, tried in this order
   * @param origins of Foyer's pages
   */
  public AccountAuthenticator(
      List<BearerSource> sources, SessionService sessions, SessionCookie cookie, Origins origins) {
    this.sources = List.copyOf(sources);
    this.sessions = sessions;
    this.cookie = cookie;
    this.origins = origins;
  }

  @Override
  public Future<Caller> authenticate(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null) {
      return cookie
          .read(request)
          .map(it -> byCookie(request, it))
          .orElseGet(AccountAuthenticator::nobody);
    }
    return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? bearer(header.substring(SCHEME.length()).strip())
        : nobody();
  }

  /** Authenticates a bearer token from any source; fails as {@link #authenticate}. */
  public Future<Caller> bearer(String token) {
    return bearer(token, 0);
  }

  private Future<Caller> bearer(String token, int source) {
    Future<Caller> asked = sources.get(source).bearer(token);
    return source == sources.size() - 1
        ? asked
        : asked.recover(
            cause -> denied(cause) ? bearer(token, source + 1) : Future.failedFuture(cause));
  }

  private static boolean denied(Throwable cause) {
    return cause instanceof ProblemException known && known.problem() instanceof Problem.Denied;
  }

  private Future<Caller> byCookie(HttpServerRequest request, String value) {
    return SAFE.contains(request.method()) || origins.ours(request)
        ? sessions.cookie(value)
        : Future.failedFuture(
            new Problem.Forbidden("This needs the Origin of Foyer's own pages.").asException());
  }

  private static Future<Caller> nobody() {
    return Future.failedFuture(
        new Problem.Denied("A bearer token or a log-in is needed.").asException());
  }
}
