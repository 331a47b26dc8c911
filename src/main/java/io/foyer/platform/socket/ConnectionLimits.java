package io.foyer.platform.socket;

import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.Range;

/**
 * The most long-lived connections of one node at a time: WebSockets, sessions of the event-bus
 * bridge over HTTP requests, and Server-Sent Events.
 */
public record ConnectionLimits(
    // Below the HTTP server's own limit of 16,384: pages and log-ins are answered when it is
    // reached.
    @Description(
            value =
                "The most connections of all clients together, authenticated or not; one more is"
                    + " refused with 503. Readiness reports `degraded` from nine tenths on.",
            unit = "connections")
        @Default("12000")
        @Range(least = 1, most = 1_000_000)
        int most,
    @Description(
            value =
                "The most connections of one client address (of its /64 for IPv6); one more is"
                    + " refused with 429. Behind a proxy this needs `trusted_proxies`.",
            unit = "connections")
        @Default("1500")
        @Range(least = 1, most = 1_000_000)
        int perAddress,
    @Description(
            value =
                "The most connections of one account; one more is closed with 4429, and a stream of"
                    + " Server-Sent Events is refused with 429.",
            unit = "connections")
        @Default("100")
        @Range(least = 1, most = 1_000_000)
        int perAccount) {
  /** The defaults, for tests. */
  public static ConnectionLimits usual() {
    return new ConnectionLimits(12_000, 1_500, 100);
  }
}
