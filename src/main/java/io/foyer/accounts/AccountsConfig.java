package io.foyer.accounts;

import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.Range;
import java.time.Duration;

/** The log-ins of people. */
public record AccountsConfig(
    @Description("The longest time that a log-in lasts.") @Default("720h") Duration sessionLifetime,
    @Description(
            value =
                "The accounts that one network (an IPv4 address, a /64 of IPv6) may register within"
                    + " an hour without a pause.",
            unit = "accounts")
        @Default("100")
        @Range(least = 1, most = 1000)
        int registrations) {}
