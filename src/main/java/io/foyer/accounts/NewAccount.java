package io.foyer.accounts;

import io.foyer.platform.web.Caller.Role;

/**
 * A registration request, not yet validated.
 *
 * @param name display name; empty for the handle
 * @param role role granted by the API, never taken from the request
 */
public record NewAccount(
    String handle, String email, String password, String name, String about, Role role) {
  /** A self-registration. */
  public static NewAccount user(String handle, String email, String password) {
    return new NewAccount(handle, email, password, "", "", Role.USER);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "NewAccount[" + role + "]";
  }
}
