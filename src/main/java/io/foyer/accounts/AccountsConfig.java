package io.foyer.accounts;

import io.foyer.platform.config.Default;
import java.time.Duration;

/**
 * Account settings.
 *
 * @param sessionLifetime maximum lifetime of a session
 */
public record AccountsConfig(@Default("720h") Duration sessionLifetime) {}
