package io.foyer.platform.limits;

import java.time.Duration;

/**
 * Result of a rate limit check, with the values of the rate limit headers.
 *
 * @param limit burst size: requests allowed at once
 * @param remaining requests still allowed now
 * @param reset time until the full burst is available again
 * @param retryAfter time until the next request is allowed; zero if this one is
 */
public record Decision(
    boolean allowed, int limit, int remaining, Duration reset, Duration retryAfter) {}
