package io.foyer.notify.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;

/**
 * Writes VTIMEZONE components (RFC 5545, 3.6.5) from the zone rules of the platform: one observance
 * for the offset at the beginning of a period, and one for each change until its end.
 */
final class TimeZoneWriter {
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);
  private static final DateTimeFormatter OFFSET =
      DateTimeFormatter.ofPattern("xx").withLocale(Locale.ROOT);
  private static final DateTimeFormatter OFFSET_WITH_SECONDS =
      DateTimeFormatter.ofPattern("xxxx").withLocale(Locale.ROOT);

  private TimeZoneWriter() {}

  static boolean isUtc(ZoneId zone) {
    return zone.getRules().isFixedOffset()
        && zone.getRules().getOffset(Instant.EPOCH).equals(ZoneOffset.UTC);
  }

  /** Its TZID: the name of the zone; a bare offset has one without characters of the syntax. */
  static String id(ZoneId zone) {
    return zone instanceof ZoneOffset offset ? "Offset" + OFFSET.format(offset) : zone.getId();
  }

  /** Writes the component that is right from {@code from} to {@code until}. */
  static void write(ContentLines lines, ZoneId zone, Instant from, Instant until) {
    ZoneRules rules = zone.getRules();
    lines.begin("VTIMEZONE").raw("TZID", id(zone));
    ZoneOffsetTransition first = rules.previousTransition(from.plusSeconds(1));
    if (first == null) {
      ZoneOffset offset = rules.getOffset(from);
      observance(lines, zone, from, EPOCH, offset, offset);
    } else {
      observance(lines, zone, first);
    }
    ZoneOffsetTransition next = rules.nextTransition(from);
    while (next != null && !next.getInstant().isAfter(until)) {
      observance(lines, zone, next);
      next = rules.nextTransition(next.getInstant());
    }
    lines.end("VTIMEZONE");
  }

  private static void observance(ContentLines lines, ZoneId zone, ZoneOffsetTransition change) {
    observance(
        lines,
        zone,
        change.getInstant(),
        change.getDateTimeBefore(),
        change.getOffsetBefore(),
        change.getOffsetAfter());
  }

  private static void observance(
      ContentLines lines,
      ZoneId zone,
      Instant at,
      LocalDateTime onset,
      ZoneOffset before,
      ZoneOffset after) {
    boolean daylight = zone.getRules().isDaylightSavings(at);
    String component = daylight ? "DAYLIGHT" : "STANDARD";
    lines
        .begin(component)
        .raw("DTSTART", LOCAL.format(onset))
        .raw("TZOFFSETFROM", offset(before))
        .raw("TZOFFSETTO", offset(after))
        .text("TZNAME", name(zone, at))
        .end(component);
  }

  private static String name(ZoneId zone, Instant at) {
    return DateTimeFormatter.ofPattern("zzz", Locale.ROOT).format(at.atZone(zone));
  }

  private static String offset(ZoneOffset offset) {
    return offset.getTotalSeconds() % 60 == 0
        ? OFFSET.format(offset)
        : OFFSET_WITH_SECONDS.format(offset);
  }
}
