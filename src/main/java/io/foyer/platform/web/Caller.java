package io.foyer.platform.web;

import java.util.Locale;
import java.util.Optional;

/**
 * Authenticated caller of a request.
 *
 * @param account id of the account
 * @param handle display name of the account
 * @param role role that authorization is based on
 * @param session session of the credential; empty for credentials without one
 */
public record Caller(String account, String handle, Role role, Optional<String> session) {
  /** Role of an account; {@code x-roles} of the contract uses the lower-case names. */
  public enum Role {
    USER,
    ADMIN,
    SERVICE,
    BOT;

    /** Name of the role in the API. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Parses a role name, in any letter case.
     *
     * @throws IllegalArgumentException if there is no such role
     */
    public static Role of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }
}
