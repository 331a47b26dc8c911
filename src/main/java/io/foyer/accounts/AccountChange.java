package io.foyer.accounts;

import java.util.Optional;

/**
 * What somebody changes of their own account; empty parts stay.
 *
 * @param password the present one; needed where {@code email} is given
 */
public record AccountChange(
    Optional<String> name,
    Optional<String> about,
    Optional<String> email,
    Optional<String> password) {
  /** Without the password. */
  @Override
  public String toString() {
    return "AccountChange";
  }
}
