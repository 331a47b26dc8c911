package io.foyer.platform.web;

import java.util.Locale;
import java.util.Optional;

/**
 * Who asks, as a {@link Authenticator} knows him.
 *
 * @param account the id of the account
 * @param handle the name of the account, for people
 * @param role what he may do
 * @param session the log-in that the credential stands for; empty where it stands for none
 */
public record Caller(String account, String handle, Role role, Optional<String> session) {
  /** What an account may do; {@code x-roles} of the contract names them in lower case. */
  public enum Role {
    USER,
    ADMIN,
    SERVICE,
    BOT;

    /** The role as the wire has it. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The role of that name, in any letter case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Role of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }
}
