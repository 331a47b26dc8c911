package io.foyer.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from the words of a reminder which beginning it announces. */
final class Announced {
  private static final Pattern SPAN =
      Pattern.compile(" (begins in|began) (?:(\\d+) hours? ?)?(?:(\\d+) minutes?)?");

  private Announced() {}

  /** The beginning that {@code text} tells of when read at {@code now}. */
  static Instant beginning(String text, Instant now) {
    Matcher span = SPAN.matcher(text);
    if (!span.find()) {
      return now; // "begins now"
    }
    Duration left = Duration.ofHours(number(span, 2)).plusMinutes(number(span, 3));
    return "began".equals(span.group(1)) ? now.minus(left) : now.plus(left);
  }

  private static long number(Matcher match, int group) {
    String digits = match.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
