package io.foyer.platform.limits;

import java.time.Duration;

/**
 * Whether a request may go on.
 *
 * @param limit how many may come at once
 * @param remaining how many more may come now
 * @param reset until as many as the limit may come at once again
 * @param retryAfter until the next one may come; zero where this one may
 */
public record Decision(
    boolean allowed, int limit, int remaining, Duration reset, Duration retryAfter) {}
