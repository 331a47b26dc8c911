package io.foyer.evaluations;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Parses times in two formats: RFC 3339 first, then a configured layout of the old system, written
 * as Go's reference time (2006-01-02 15:04:05). A layout without an offset means UTC; a fraction
 * may follow the seconds.
 *
 * @see <a href="https://pkg.go.dev/time#pkg-constants">Go's time layouts</a>
 */
final class Times {
  // Longest first: "2006" before "2", "-07:00" before "-0700".
  private static final List<Map.Entry<String, Consumer<DateTimeFormatterBuilder>>> PARTS =
      List.of(
          Map.entry("January", b -> b.appendPattern("MMMM")),
          Map.entry("Monday", b -> b.appendPattern("EEEE")),
          Map.entry("Z07:00", b -> b.appendPattern("XXX")),
          Map.entry("-07:00", b -> b.appendPattern("xxx")),
          Map.entry("-0700", b -> b.appendPattern("xx")),
          Map.entry("2006", b -> b.appendValue(ChronoField.YEAR, 4)),
          Map.entry("Jan", b -> b.appendPattern("MMM")),
          Map.entry("Mon", b -> b.appendPattern("EEE")),
          Map.entry("01", b -> b.appendValue(ChronoField.MONTH_OF_YEAR, 2)),
          Map.entry("02", b -> b.appendValue(ChronoField.DAY_OF_MONTH, 2)),
          Map.entry("15", b -> b.appendValue(ChronoField.HOUR_OF_DAY, 2)),
          Map.entry("03", b -> b.appendPattern("hh")),
          Map.entry("04", b -> b.appendValue(ChronoField.MINUTE_OF_HOUR, 2)),
          Map.entry("05", Times::appendSeconds),
          Map.entry("06", b -> b.appendPattern("uu")),
          Map.entry("PM", b -> b.appendPattern("a")));

  // PostgreSQL's timestamptz reaches further; no booking is outside of these.
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private final DateTimeFormatter layout;

  /**
   * Times in RFC 3339 or {@code goLayout}.
   *
   * @throws IllegalArgumentException if the layout names no date and time
   */
  Times(String goLayout) {
    this.layout = formatter(goLayout);
    if (parseLayout(goLayout.replace("MST", "UTC")).isEmpty()) {
      throw new IllegalArgumentException(
          "must be a Go time layout such as 2006-01-02 15:04:05 UTC");
    }
  }

  private static void appendSeconds(DateTimeFormatterBuilder builder) {
    builder
        .appendValue(ChronoField.SECOND_OF_MINUTE, 2)
        .optionalStart()
        .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
        .optionalEnd();
  }

  private static DateTimeFormatter formatter(String goLayout) {
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder();
    String rest = goLayout;
    while (!rest.isEmpty()) {
      String left = rest;
      var part = PARTS.stream().filter(p -> left.startsWith(p.getKey())).findFirst();
      if (part.isPresent()) {
        part.get().getValue().accept(builder);
        rest = rest.substring(part.get().getKey().length());
      } else {
        builder.appendLiteral(rest.charAt(0));
        rest = rest.substring(1);
      }
    }
    // The usual leniency would move 30 February to another day.
    return builder.toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
  }

  /**
   * Reads a time to the microsecond that the database keeps; empty if it is in neither notation.
   */
  Optional<Instant> parse(String text) {
    return parseRfc3339(text)
        .or(() -> parseLayout(text))
        .filter(time -> !time.isBefore(EARLIEST) && !time.isAfter(LATEST))
        .map(time -> time.truncatedTo(ChronoUnit.MICROS));
  }

  private static Optional<Instant> parseRfc3339(String text) {
    if (text.length() < 20 || Character.toUpperCase(text.charAt(10)) != 'T') {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Optional<Instant> parseLayout(String text) {
    try {
      TemporalAccessor parsed = layout.parse(text);
      return Optional.of(
          parsed.isSupported(ChronoField.OFFSET_SECONDS)
              ? OffsetDateTime.from(parsed).toInstant()
              : LocalDateTime.from(parsed).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
