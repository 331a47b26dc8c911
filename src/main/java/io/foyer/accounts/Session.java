package io.foyer.accounts;

import java.time.Instant;
import java.util.Locale;

/**
 * One log-in that has not ended.
 *
 * @param seenAt last used, to some minutes
 * @param expiresAt when it ends by itself
 * @param address the network address that logged in
 * @param agent the {@code User-Agent} that logged in; empty where there was none
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
  /** What the caller holds of a session. */
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
