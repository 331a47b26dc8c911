package io.foyer.platform.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations in the notation of Go's {@code time.ParseDuration}: {@code 15m}, {@code 1h30m}, {@code
 * 1.5h}, {@code 500ms}. A number without a unit is refused: whether it means seconds or nanoseconds
 * is what people get wrong.
 */
public final class Durations {
  private static final int LONGEST_TEXT = 64;
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private Durations() {}

  /**
   * Reads a duration of 1 ms to 2562047 h.
   *
   * @throws IllegalArgumentException if it is none, saying what it must be
   */
  public static Duration parse(String text) {
    BigDecimal nanos = nanos(text);
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("must be shorter than 2562047h");
    }
    if (nanos.compareTo(BigDecimal.valueOf(1_000_000)) < 0) {
      throw new IllegalArgumentException("must be at least 1ms");
    }
    return Duration.ofNanos(nanos.longValue());
  }

  /** Writes {@code duration} so that {@link #parse} reads it again: {@code 1h30m}. */
  public static String format(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    append(text, duration.toNanosPart() % 1_000_000, "ns");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static BigDecimal nanos(String text) {
    Matcher part = PART.matcher(text);
    BigDecimal sum = BigDecimal.ZERO;
    int at = 0;
    while (at < text.length()
        && text.length() <= LONGEST_TEXT
        && part.region(at, text.length()).lookingAt()) {
      long unit = NANOS.getOrDefault(part.group(2), 0L);
      sum = sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
      at = part.end();
    }
    if (at == 0 || at < text.length()) {
      throw new IllegalArgumentException("must be a duration such as 15m or 1h30m");
    }
    return sum;
  }

  private static void append(StringBuilder text, long amount, String unit) {
    if (amount > 0) {
      text.append(amount).append(unit);
    }
  }
}
