package io.foyer.accounts;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * One log-in that has not ended.
 *
 * @param seenAt last used, to some minutes
 * @param expiresAt when it ends by itself
 * @param client who logged in
 */
public record Session(
    String id,
    String accountId,
    Carrier carrier,
    Instant createdAt,
    Instant seenAt,
    Instant expiresAt,
    Client client) {
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

    static Optional<Carrier> of(String label) {
      return Arrays.stream(values()).filter(it -> it.label().equals(label)).findFirst();
    }
  }

  /**
   * Where a log-in comes from.
   *
   * @param address the true network address, without a port
   * @param agent the {@code User-Agent}; empty where there was none
   */
  public record Client(String address, String agent) {
    private static final int LONGEST_AGENT = 200;

    /** Cuts an agent that is too long. */
    public Client {
      agent = agent.length() > LONGEST_AGENT ? agent.substring(0, LONGEST_AGENT) : agent;
    }
  }
}
