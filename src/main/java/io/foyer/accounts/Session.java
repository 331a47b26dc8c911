package io.foyer.accounts;

import java.time.Instant;
import java.util.Locale;

/**
 * An active session.
 *
 * @param seenAt last use, accurate to some minutes
 * @param expiresAt expiry
 * @param address client address of the log-in
 * @param agent {@code User-Agent} of the log-in; empty where there was none
 */
public record Session(
    String id,
    String accountId,
    Carrier carrier,
    Instant createdAt,
    Instant seenAt,
    Instant expiresAt,
    String address,
    String agent) {
  /** How a client carries its session credential. */
  public enum Carrier {
    /** A JWT and a refresh token. */
    TOKEN,
    /** A secret in a browser's cookie. */
    COOKIE,
    /** 64 hex digits as bearer token, as the old chat had it. */
    OPAQUE;

    /** Its name on every wire and in the database: in lower case. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Carrier of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }
}
