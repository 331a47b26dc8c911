package io.foyer.platform.web;

import io.foyer.platform.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Rate limit headers of a response. Source: draft-ietf-httpapi-ratelimit-headers-06. Seconds are
 * rounded up, so that a client that waits so long is not too early.
 */
public final class RateHeaders {
  private RateHeaders() {}

  /** Headers of a 429: {@code Retry-After} and, if known, the exhausted quota. */
  public static Map<String, String> of(Problem.TooMany refused) {
    Map<String, String> headers = new HashMap<>(retryAfter(refused.retryAfter()));
    refused
        .quota()
        .ifPresent(
            quota -> {
              headers.put("RateLimit-Limit", Integer.toString(quota.limit()));
              headers.put("RateLimit-Remaining", "0");
              headers.put("RateLimit-Reset", seconds(quota.reset()));
            });
    return headers;
  }

  /** {@code Retry-After}, at least one second. */
  static Map<String, String> retryAfter(Duration wait) {
    return Map.of("Retry-After", Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
  }

  private static String seconds(Duration wait) {
    return Long.toString(wait.plusMillis(999).toSeconds());
  }
}
