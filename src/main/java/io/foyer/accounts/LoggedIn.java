package io.foyer.accounts;

import io.foyer.platform.config.Secret;
import java.time.Instant;

/** A log-in that succeeded: who, and what they hold from now on. */
public record LoggedIn(Account account, Session session, Credentials credentials) {
  /** What opens the doors. Prints without its secrets. */
  public sealed interface Credentials {
    /**
     * For {@link Session.Carrier#TOKEN}.
     *
     * @param access a JWT
     * @param accessExpiresAt when the JWT ends
     * @param refresh 43 characters of base64url; works once
     */
    record Tokens(Secret access, Instant accessExpiresAt, Secret refresh) implements Credentials {}

    /** For a cookie (43 characters of base64url) or an opaque bearer (64 hex digits). */
    record Opaque(Secret secret) implements Credentials {}
  }
}
