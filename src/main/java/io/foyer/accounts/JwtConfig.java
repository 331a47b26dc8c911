package io.foyer.accounts;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Secret;
import java.util.Optional;

/**
 * Signing secrets of access tokens (JWT). All nodes of a deployment need the same.
 *
 * @param secret at least 32 characters
 * @param previousSecret the old secret during a rotation: verifies tokens, signs none
 */
public record JwtConfig(Secret secret, Optional<Secret> previousSecret) {
  private static final int SHORTEST = 32;

  /** Checks the lengths. */
  public JwtConfig {
    new Checks()
        .that(longEnough(secret), "secret", "must have at least 32 characters")
        .that(
            previousSecret.map(JwtConfig::longEnough).orElse(true),
            "previous_secret",
            "must have at least 32 characters")
        .done();
  }

  private static boolean longEnough(Secret secret) {
    return secret.reveal().length() >= SHORTEST;
  }
}
