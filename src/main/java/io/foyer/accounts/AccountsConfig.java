package io.foyer.accounts;

import io.foyer.platform.config.Default;
import java.time.Duration;

/**
 * Accounts.
 *
 * @param sessionLifetime how long a log-in lasts at most
 */
public record AccountsConfig(@Default("720h") Duration sessionLifetime) {}
