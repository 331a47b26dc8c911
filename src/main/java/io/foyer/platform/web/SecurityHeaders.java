package io.foyer.platform.web;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Security headers of every response. Source: OWASP ASVS 5.0, section 3.4. */
final class SecurityHeaders {
  private final Map<CharSequence, CharSequence> headers = new LinkedHashMap<>();

  SecurityHeaders(Optional<URI> publicUrl) {
    add(
        "Content-Security-Policy",
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
            + " object-src 'none'");
    add("X-Content-Type-Options", "nosniff");
    add("Referrer-Policy", "no-referrer");
    add("Cross-Origin-Opener-Policy", "same-origin");
    if (publicUrl.filter(url -> "https".equals(url.getScheme())).isPresent()) {
      add("Strict-Transport-Security", "max-age=31536000");
    }
  }

  void stamp(MultiMap answer) {
    headers.forEach(answer::set);
  }

  private void add(String name, String value) {
    headers.put(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
  }
}
