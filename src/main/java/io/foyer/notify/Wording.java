package io.foyer.notify;

import java.text.MessageFormat;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/**
 * Localized texts of notifications: English, French, Spanish or German; English for all other
 * languages. A reminder states the time left when it is rendered, to the nearest minute, not when
 * it was scheduled.
 */
public final class Wording {
  private static final long MINUTES_PER_HOUR = 60;
  private static final long MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;
  // Without this the language of the server would take the place of one we do not have.
  private static final Control OWN_LANGUAGES_ONLY =
      Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

  private final Locale locale;
  private final InstantSource clock;
  private final ResourceBundle bundle;

  /** Words in the language of {@code locale}, at the time of {@code clock}. */
  public Wording(Locale locale, InstantSource clock) {
    this.locale = locale;
    this.clock = clock;
    this.bundle = ResourceBundle.getBundle("io.foyer.notify.wording", locale, OWN_LANGUAGES_ONLY);
  }

  /**
   * Text of a notification. Plain text: a channel must escape its own markup.
   *
   * @param text a complete sentence; for a reminder: what begins, when, and where
   * @param pretext instruction to the recipient
   */
  public record Words(String text, String pretext) {}

  /** The words of {@code reminder}, right now. */
  public Words words(Reminder reminder) {
    Duration left = Duration.between(clock.instant(), reminder.startsAt());
    long minutes = Math.round(left.toSeconds() / 60.0);
    String key = minutes < 0 ? "reminder.began" : minutes == 0 ? "reminder.now" : "reminder.ahead";
    return new Words(
        format(key, reminder.title(), span(Math.abs(minutes)), reminder.link()),
        format("reminder.pretext"));
  }

  private String span(long minutes) {
    if (minutes < MINUTES_PER_HOUR) {
      return format("minutes", minutes);
    }
    if (minutes < MINUTES_PER_DAY) {
      return pair("hours", minutes / MINUTES_PER_HOUR, "minutes", minutes % MINUTES_PER_HOUR);
    }
    long hours = Math.round(minutes / (double) MINUTES_PER_HOUR);
    return pair("days", hours / 24, "hours", hours % 24);
  }

  private String pair(String largeKey, long large, String smallKey, long small) {
    String front = format(largeKey, large);
    return small == 0 ? front : format("pair", front, format(smallKey, small));
  }

  private String format(String key, Object... arguments) {
    return new MessageFormat(bundle.getString(key), locale).format(arguments);
  }
}
