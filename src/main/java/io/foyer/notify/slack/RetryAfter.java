package io.foyer.notify.slack;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Parses {@code Retry-After}: seconds or a date (RFC 9110, 10.2.3). At least a second, to avoid a
 * tight loop; at most a day, so that an absurd value does not hold a message forever. Empty for an
 * absent or invalid value.
 */
final class RetryAfter {
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofDays(1);

  private RetryAfter() {}

  static Optional<Duration> of(MultiMap headers, InstantSource clock) {
    return Optional.ofNullable(headers.get("Retry-After"))
        .flatMap(value -> parse(value.strip(), clock))
        .map(pause -> pause.compareTo(LEAST) < 0 ? LEAST : pause)
        .map(pause -> pause.compareTo(MOST) > 0 ? MOST : pause);
  }

  private static Optional<Duration> parse(String value, InstantSource clock) {
    try {
      return Optional.of(
          value.matches("\\d{1,9}")
              ? Duration.ofSeconds(Long.parseLong(value))
              : Duration.between(
                  clock.instant(),
                  ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
