package io.foyer.chat.wire.bridge;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Finds the token that a program sends in the headers of a message. */
final class Tokens {
  private static final String SCHEME = "Bearer ";

  private Tokens() {}

  /** The value of {@code authorization}, which is a bearer token, or of {@code token}. */
  static Optional<String> in(JsonObject headers) {
    if (headers.getValue("authorization") instanceof String line) {
      return line.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
          ? Optional.of(line.substring(SCHEME.length()).strip())
          : Optional.empty();
    }
    return headers.getValue("token") instanceof String token
        ? Optional.of(token.strip())
        : Optional.empty();
  }
}
