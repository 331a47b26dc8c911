package io.foyer.accounts;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.Secret;
import java.util.Optional;

/** The secrets of access tokens. All nodes of a cluster need the same. */
public record JwtConfig(
    @Description(
            value = "The secret that signs access tokens.",
            allowed = "at least 32 characters",
            example = "change-me-to-32-random-characters")
        Secret secret,
    @Description(
            value = "The former secret, while it is being replaced: its tokens are still accepted.",
            allowed = "at least 32 characters",
            absent = "only tokens of `secret` are accepted",
            example = "change-me-to-32-random-characters")
        Optional<Secret> previousSecret) {
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
