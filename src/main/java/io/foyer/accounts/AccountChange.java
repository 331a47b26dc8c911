package io.foyer.accounts;

import java.util.Optional;

/**
 * Changes to one's own account; empty fields stay unchanged.
 *
 * @param password the current password; required to change {@code email}
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
