package io.foyer;

import io.foyer.accounts.AccountsConfig;
import io.foyer.accounts.AdminConfig;
import io.foyer.accounts.JwtConfig;
import io.foyer.accounts.external.ExternalAccountsConfig;
import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.Secret;
import java.util.Optional;

/** The settings of accounts and log-ins. */
public record AccountsSettings(
    @Description(
            value = "A bearer token with the role `admin`, for scripts.",
            allowed = "at least 32 characters",
            absent = "there is no such token",
            example = "change-me-to-32-random-characters")
        Optional<Secret> adminToken,
    @Description("The log-ins of people.") AccountsConfig accounts,
    @Description(
            value = "The first administrator, created at a start that finds none.",
            absent =
                "it is called `admin`, and its generated password is kept in `admin.password` of"
                    + " `data_dir`")
        Optional<AdminConfig> admin,
    @Description(
            value = "The secret that signs access tokens; all nodes need the same.",
            absent = "a secret is generated and kept in `jwt.secret` of `data_dir`")
        Optional<JwtConfig> jwt,
    @Description(
            value =
                "An external accounts server that validates every bearer token; people then cannot"
                    + " log in or register here.",
            absent = "Foyer keeps the accounts itself")
        Optional<ExternalAccountsConfig> auth) {
  private static final int SHORTEST_TOKEN = 32;

  /** Checks the token: who guesses it is an admin. */
  public AccountsSettings {
    new Checks()
        .that(
            adminToken.map(token -> token.reveal().length() >= SHORTEST_TOKEN).orElse(true),
            "admin_token",
            "must have at least 32 characters")
        .done();
  }
}
