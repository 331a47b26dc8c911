package io.foyer.platform.limits;

import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.DurationRange;
import io.foyer.platform.config.Range;
import java.time.Duration;

/** The rate limits of the API: a burst for each client, refilled evenly over the interval. */
public record LimitsConfig(
    @Description(value = "The burst of one account; 0 means no limit.", unit = "requests")
        @Default("1200")
        @Range(least = 0, most = 1_000_000)
        int requests,
    @Description(
            value =
                "The burst of one client address (of its /64 for IPv6) without a recognised"
                    + " account; never more than `requests`, and 0 means no limit.",
            unit = "requests")
        @Default("600")
        @Range(least = 0, most = 1_000_000)
        int anonymous,
    @Description("The time in which an empty burst is full again.")
        @Default("1m")
        @DurationRange(least = "1s", most = "24h")
        Duration interval) {
  /** A stranger is never allowed more than somebody we know. */
  int anonymousLimit() {
    return requests == 0 ? anonymous : Math.min(anonymous, requests);
  }
}
