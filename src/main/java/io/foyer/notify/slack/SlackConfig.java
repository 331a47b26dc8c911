package io.foyer.notify.slack;

import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.Secret;
import java.net.URI;
import java.time.Duration;

/** Slack's own Web API. */
public record SlackConfig(
    @Description("The address of the API.") @Default("https://slack.com/api/") URI url,
    @Description(
            value =
                "A bot token with the scopes `chat:write`, `im:write`, `im:history`, `users:read`"
                    + " and `users:read.email`.",
            example = "change-me")
        Secret token,
    @Description("The longest time that one call may take.") @Default("10s")
        Duration callTimeout) {}
