package io.foyer.evaluations.intra;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Parses {@code Retry-After} (RFC 9110, 10.2.3): whole seconds or an HTTP date. At least 250 ms, to
 * avoid a tight loop; at most an hour, so that an absurd value does not block forever.
 */
final class RetryAfter {
  static final Duration SHORTEST = Duration.ofMillis(250);
  static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /** The pause asked for, counted from {@code now}; empty if there is none that can be read. */
  static Optional<Duration> in(MultiMap headers, Instant now) {
    return Optional.ofNullable(headers.get("Retry-After"))
        .map(String::trim)
        .flatMap(text -> text.matches("\\d{1,18}") ? seconds(text) : date(text, now))
        .map(RetryAfter::bounded);
  }

  private static Optional<Duration> seconds(String digits) {
    return Optional.of(Duration.ofSeconds(Long.parseLong(digits)));
  }

  private static Optional<Duration> date(String text, Instant now) {
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, then));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration asked) {
    Duration atLeast = asked.compareTo(SHORTEST) < 0 ? SHORTEST : asked;
    return atLeast.compareTo(LONGEST) > 0 ? LONGEST : atLeast;
  }
}
