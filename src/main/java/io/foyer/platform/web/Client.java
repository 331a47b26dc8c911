package io.foyer.platform.web;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Client of a request.
 *
 * @param address address of the client, without a port
 * @param origin value of {@code Origin}, reliable only if a browser sent it
 * @param userAgent value of {@code User-Agent}, unverified, cut to 256 characters
 */
public record Client(String address, Optional<String> origin, Optional<String> userAgent) {
  private static final int MAX_USER_AGENT = 256;

  static Client of(HttpServerRequest request, String address) {
    return new Client(
        address,
        Optional.ofNullable(request.getHeader("Origin")),
        Optional.ofNullable(request.getHeader("User-Agent"))
            .map(name -> name.substring(0, Math.min(name.length(), MAX_USER_AGENT))));
  }
}
