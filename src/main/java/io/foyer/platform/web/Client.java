package io.foyer.platform.web;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Where a request came from.
 *
 * @param address the client's own address, without a port
 * @param origin the page that sent it, where a browser says so; not proven for anybody else
 * @param userAgent what the client calls itself, cut to 256 characters; anybody's to choose
 */
public record Client(String address, Optional<String> origin, Optional<String> userAgent) {
  private static final int LONGEST_NAME = 256;

  static Client of(HttpServerRequest request, String address) {
    return new Client(
        address,
        Optional.ofNullable(request.getHeader("Origin")),
        Optional.ofNullable(request.getHeader("User-Agent"))
            .map(name -> name.substring(0, Math.min(name.length(), LONGEST_NAME))));
  }
}
