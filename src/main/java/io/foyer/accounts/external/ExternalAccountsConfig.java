package io.foyer.accounts.external;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import java.net.URI;
import java.time.Duration;

/**
 * An accounts server elsewhere. Where it is set, nobody logs in or registers here.
 *
 * @param server http or https; {@code /v1/accounts/validate} is asked below it
 * @param timeout the longest one answer may take, 50 ms to 10 s
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
