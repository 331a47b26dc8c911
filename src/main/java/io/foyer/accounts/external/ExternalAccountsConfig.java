package io.foyer.accounts.external;

import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.DurationRange;
import java.net.URI;
import java.time.Duration;

/** An external accounts server. Where it is set, people cannot log in or register here. */
public record ExternalAccountsConfig(
    @Description(
            value = "The address of the server; Foyer calls `/v1/accounts/validate` below it.",
            example = "https://accounts.example.org")
        URI server,
    @Description("The longest time that one answer may take.")
        @Default("2s")
        @DurationRange(least = "50ms", most = "10s")
        Duration timeout) {}
