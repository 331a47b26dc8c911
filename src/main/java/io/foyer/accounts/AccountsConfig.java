package io.foyer.accounts;

import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import java.time.Duration;

/** The log-ins of people. */
public record AccountsConfig(
    @Description("The longest time that a log-in lasts.") @Default("720h")
        Duration sessionLifetime) {}
