package io.foyer.accounts;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.Secret;

/**
 * The first administrator, created at a start that finds none; existing accounts stay as they are.
 */
public record AdminConfig(
    @Description(
            value = "The handle of the account.",
            allowed = "1 to 64 letters and digits",
            example = "root")
        String handle,
    @Description(
            value = "The e-mail address of the account.",
            allowed = "one e-mail address",
            example = "change-me@example.org")
        String email,
    @Description(
            value = "The first password of the account.",
            allowed = "8 to 1024 characters",
            example = "change-me")
        Secret password) {
  /** Checks what can be checked without the database. */
  public AdminConfig {
    new Checks()
        .that(Handle.of(handle).isPresent(), "handle", "must be 1 to 64 letters and digits")
        .that(Email.of(email).isPresent(), "email", "must be one e-mail address")
        .that(
            password.reveal().length() >= Fields.SHORTEST_PASSWORD
                && password.reveal().length() <= Fields.LONGEST_PASSWORD,
            "password",
            "must have 8 to 1024 characters")
        .done();
  }
}
