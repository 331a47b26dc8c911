package io.foyer.platform.web;

import io.foyer.platform.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What an answer says of a limit. Source: draft-ietf-httpapi-ratelimit-headers-06. Seconds are
 * rounded up: a caller that waits so long does not come too early.
 */
public final class RateHeaders {
  private RateHeaders() {}

  /** Of a refusal: when to come again and, where it can be told, which quota is used up. */
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

  /** One second at least. */
  static Map<String, String> retryAfter(Duration wait) {
    return Map.of("Retry-After", Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
  }

  private static String seconds(Duration wait) {
    return Long.toString(wait.plusMillis(999).toSeconds());
  }
}
