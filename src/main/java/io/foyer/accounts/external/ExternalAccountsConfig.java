package io.foyer.accounts.external;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import java.net.URI;
import java.time.Duration;

/**
 * Settings of an external accounts server. If set, log-in and registration are disabled here.
 *
 * @param server base address, http or https; {@code /v1/accounts/validate} is appended
 * @param timeout timeout of one call, 50 ms to 10 s
 */
public record ExternalAccountsConfig(URI server, @Default("2s") Duration timeout) {
  private static final Duration SHORTEST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** Checks the timeout. */
  public ExternalAccountsConfig {
    new Checks()
        .that(
            timeout.compareTo(SHORTEST) >= 0 && timeout.compareTo(LONGEST) <= 0,
            "timeout",
            "must be between 50ms and 10s")
        .done();
  }
}
