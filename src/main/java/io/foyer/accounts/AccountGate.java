package io.foyer.accounts;

import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Gate;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Knows a caller by a bearer token or by the session cookie. A bearer token is tried with each of
 * the given sources until one knows it; where there is one, no cookie is looked at. A cookie counts
 * for unsafe methods only with the {@code Origin} of Foyer's own pages, because browsers send it
 * along whoever made them ask.
 */
public final class AccountGate implements Gate {
  private static final String SCHEME = "Bearer ";
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final List<BearerSource> sources;
  private final SessionService sessions;
  private final SessionCookie cookie;
  private final Optional<URI> publicUrl;

  /** Something that knows bearer tokens. */
  @FunctionalInterface
  public interface BearerSource {
    /**
     * Whom the token names.
     *
     * @return fails with {@code Denied} where it is none of this source's
     */
    Future<Caller> bearer(String token);
  }

  /**
   * A gate.
   *
   * @param sources asked in this order
   * @param publicUrl the address of Foyer's pages; where absent, the host that was asked
   */
  public AccountGate(
      List<BearerSource> sources,
      SessionService sessions,
      SessionCookie cookie,
      Optional<URI> publicUrl) {
    this.sources = List.copyOf(sources);
    this.sessions = sessions;
    this.cookie = cookie;
    this.publicUrl = publicUrl;
  }

  @Override
  public Future<Caller> admit(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null) {
      return cookie.read(request).map(it -> byCookie(request, it)).orElseGet(AccountGate::nobody);
    }
    return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? bearer(header.substring(SCHEME.length()).strip(), 0)
        : nobody();
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
    return SAFE.contains(request.method()) || ours(request)
        ? sessions.cookie(value)
        : Future.failedFuture(
            new Problem.Forbidden("This needs the Origin of Foyer's own pages.").asException());
  }

  private boolean ours(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    return origin != null
        && publicUrl
            .map(url -> origin.equalsIgnoreCase(url.getScheme() + "://" + url.getRawAuthority()))
            .orElseGet(() -> origin.equalsIgnoreCase("http://" + request.getHeader("Host")));
  }

  private static Future<Caller> nobody() {
    return Future.failedFuture(
        new Problem.Denied("A bearer token or a log-in is needed.").asException());
  }
}
