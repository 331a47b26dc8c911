package io.foyer.accounts;

import io.foyer.platform.config.Secret;
import java.time.Instant;

/** A successful log-in: account, session and credentials. */
public record LoggedIn(Account account, Session session, Credentials credentials) {
  /** Issued credentials. {@code toString} omits the secrets. */
  public sealed interface Credentials {
    /**
     * For {@link Session.Carrier#TOKEN}.
     *
     * @param access a JWT
     * @param accessExpiresAt expiry of the JWT
     * @param refresh 43 characters of base64url; can be used once
     */
    record Tokens(Secret access, Instant accessExpiresAt, Secret refresh) implements Credentials {}

    /** For a cookie (43 characters of base64url) or an opaque bearer (64 hex digits). */
    record Opaque(Secret secret) implements Credentials {}
  }
}
