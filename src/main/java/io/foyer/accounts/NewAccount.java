package io.foyer.accounts;

import io.foyer.platform.web.Caller.Role;

/**
 * Somebody who registers, as they said it; nothing is checked yet.
 *
 * @param name empty for the handle
 * @param role what the wire grants, never what a stranger asks for
 */
public record NewAccount(
    String handle, String email, String password, String name, String about, Role role) {
  /** Somebody who comes from the street. */
  public static NewAccount user(String handle, String email, String password) {
    return new NewAccount(handle, email, password, "", "", Role.USER);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "NewAccount[" + role + "]";
  }
}
