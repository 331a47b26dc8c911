package io.foyer.accounts;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Secret;

/** The first admin, created at a start if there is none; never changes an existing account. */
public record AdminConfig(String handle, String email, Secret password) {
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
