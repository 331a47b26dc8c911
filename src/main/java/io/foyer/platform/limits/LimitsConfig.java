package io.foyer.platform.limits;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Range;
import java.time.Duration;

/**
 * Rate limits of one API: a burst size, refilled evenly over the interval.
 *
 * @param requests limit for each account; 0 disables it
 * @param anonymous limit for each client address without an authenticated account; never higher
 *     than {@code requests}, 0 disables it
 * @param interval refill time of a whole burst, 1 s to 24 h
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

  /** Effective anonymous limit: the lower of {@code anonymous} and {@code requests}. */
  int anonymousLimit() {
    return requests == 0 ? anonymous : Math.min(anonymous, requests);
  }
}
