package io.foyer.accounts;

import io.foyer.platform.config.Secret;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Session cookie: {@code HttpOnly} and {@code SameSite}; with TLS it has the prefix {@code
 * __Host-}, so that no sibling host can set it (RFC 6265bis, 4.1.3.2).
 */
public final class SessionCookie {
  private final boolean secure;
  private final String name;

  /**
   * The cookie of this installation.
   *
   * @param publicUrl the outside address; https makes it secure
   */
  public SessionCookie(Optional<URI> publicUrl) {
    this.secure = publicUrl.filter(it -> "https".equalsIgnoreCase(it.getScheme())).isPresent();
    this.name = secure ? "__Host-foyer" : "foyer";
  }

  /** A cookie with a session's secret. */
  public Cookie holding(Secret secret, Duration lifetime) {
    return with(secret.reveal()).setMaxAge(lifetime.toSeconds());
  }

  /** Deletes the cookie. */
  public Cookie gone() {
    return with("").setMaxAge(0);
  }

  private Cookie with(String value) {
    return Cookie.cookie(name, value)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(secure)
        .setSameSite(CookieSameSite.LAX);
  }

  /** The secret that a request carries. */
  Optional<String> read(HttpServerRequest request) {
    return Optional.ofNullable(request.getCookie(name))
        .map(Cookie::getValue)
        .filter(value -> !value.isEmpty());
  }
}
