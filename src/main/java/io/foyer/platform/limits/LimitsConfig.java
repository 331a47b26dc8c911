package io.foyer.platform.limits;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Range;
import java.time.Duration;

/**
 * How many requests an API takes: so many at once, refilled evenly over the interval.
 *
 * @param requests of one account; 0 takes any number
 * @param anonymous of one client address, where no account was recognised; never more than {@code
 *     requests}, 0 takes any number
 * @param interval in which as many become available again, 1 s to 24 h
 */
public record LimitsConfig(
    @Default("1200") @Range(least = 0, most = 1_000_000) int requests,
    @Default("600") @Range(least = 0, most = 1_000_000) int anonymous,
    @Default("1m") Duration interval) {
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Checks the interval. */
  public LimitsConfig {
    new Checks()
        .that(
            interval.compareTo(Duration.ofSeconds(1)) >= 0 && interval.compareTo(LONGEST) <= 0,
            "interval",
            "must be between 1s and 24h")
        .done();
  }

  /** A stranger is never allowed more than somebody we know. */
  int anonymousLimit() {
    return requests == 0 ? anonymous : Math.min(anonymous, requests);
  }
}
