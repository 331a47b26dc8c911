package io.foyer.notify.calendar;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** Content lines of an iCalendar object, folded and escaped (RFC 5545, 3.1 and 3.3.11). */
final class ContentLines {
  private static final int LINE_OCTETS = 75;
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
  private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

  private final StringBuilder out = new StringBuilder(512);

  ContentLines begin(String component) {
    return line("BEGIN:" + component);
  }

  ContentLines end(String component) {
    return line("END:" + component);
  }

  /** A property whose value needs no escaping. */
  ContentLines raw(String name, String value) {
    return line(name + ":" + CONTROL.matcher(value).replaceAll("").replace("\n", ""));
  }

  ContentLines text(String name, String value) {
    return line(name + ":" + escape(value));
  }

  ContentLines utc(String name, java.time.Instant at) {
    return line(name + ":" + UTC.format(at.atOffset(ZoneOffset.UTC)));
  }

  /** A local time with its zone; UTC where the zone is UTC. */
  ContentLines zoned(String name, ZonedDateTime at) {
    return TimeZoneWriter.isUtc(at.getZone())
        ? utc(name, at.toInstant())
        : line(name + ";TZID=" + TimeZoneWriter.id(at.getZone()) + ":" + LOCAL.format(at));
  }

  /** A parameter value, in quotes; it cannot contain them (RFC 5545, 3.2). */
  static String quoted(String value) {
    return '"' + value.replaceAll("[\\p{Cntrl}\"]", " ").strip() + '"';
  }

  private static String escape(String text) {
    return CONTROL
        .matcher(text.replace("\r\n", "\n"))
        .replaceAll("")
        .replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\n", "\\n");
  }

  /** Folds after at most 75 octets, never within a character. */
  private ContentLines line(String line) {
    int octets = 0;
    for (int i = 0; i < line.length(); ) {
      int character = line.codePointAt(i);
      String text = Character.toString(character);
      int size = text.getBytes(StandardCharsets.UTF_8).length;
      if (octets + size > LINE_OCTETS) {
        out.append("\r\n ");
        octets = 1;
      }
      out.append(text);
      octets += size;
      i += Character.charCount(character);
    }
    out.append("\r\n");
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
