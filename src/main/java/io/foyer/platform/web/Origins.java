package io.foyer.platform.web;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Origins that may call the API: our own with cookies, further configured ones without. Source: RFC
 * 6454; the Fetch standard.
 */
public final class Origins {
  private final Optional<String> own;
  private final Set<String> allowed;

  /**
   * Origins of this installation.
   *
   * @param publicUrl our own origin; if absent, derived from {@code Host}
   * @param allowed further origins
   */
  public Origins(Optional<URI> publicUrl, List<URI> allowed) {
    this.own = publicUrl.map(Origins::origin);
    this.allowed = allowed.stream().map(Origins::origin).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a URI is an origin only: without path, query and fragment. */
  public static boolean isOrigin(URI address) {
    return address.getHost() != null
        && Set.of("", "/").contains(String.valueOf(address.getRawPath()))
        && address.getRawQuery() == null
        && address.getRawFragment() == null;
  }

  private static String origin(URI address) {
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    boolean plain = address.getPort() < 0 || address.getPort() == usual;
    String host = address.getHost().toLowerCase(Locale.ROOT);
    return scheme + "://" + host + (plain ? "" : ":" + address.getPort());
  }

  /**
   * Whether one of our own pages sent the request. CSRF protection: cookie-authenticated requests
   * that change state must check this, because a browser sends the cookie with requests of any
   * page. False if neither {@code Origin} nor {@code Sec-Fetch-Site} proves it.
   */
  public boolean ours(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    return origin == null
        ? "same-origin".equals(request.getHeader("Sec-Fetch-Site"))
        : isOurs(origin, request.getHeader("Host"));
  }

  private boolean isOurs(String origin, @Nullable String host) {
    return own.map(origin::equalsIgnoreCase)
        .orElseGet(
            () ->
                host != null
                    && (origin.equalsIgnoreCase("http://" + host)
                        || origin.equalsIgnoreCase("https://" + host)));
  }

  /** Whether a page of this origin may read the response. */
  boolean mayRead(HttpServerRequest request, String origin) {
    return allowed.contains(origin.toLowerCase(Locale.ROOT))
        || isOurs(origin, request.getHeader("Host"));
  }
}
