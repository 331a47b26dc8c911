package io.foyer.notify.slack;

import io.foyer.platform.config.Default;
import io.foyer.platform.config.Secret;
import java.net.URI;
import java.time.Duration;

/**
 * Settings of Slack's Web API.
 *
 * @param token a bot token with the scopes chat:write, im:write, im:history, users:read and
 *     users:read.email
 */
public record SlackConfig(
    @Default("https://slack.com/api/") URI url,
    Secret token,
    @Default("10s") Duration callTimeout) {}
