package io.foyer.notify.calendar;

import io.foyer.notify.EmailMessage.CalendarPart;
import io.foyer.notify.EmailMessage.Mailbox;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes iCalendar objects (RFC 5545). */
public final class CalendarWriter {
  private static final String PRODUCT = "-//Foyer//Foyer//EN";

  private CalendarWriter() {}

  /** An invitation to an event, or its cancellation, for one attendee (RFC 5546, 3.2). */
  public static CalendarPart invitation(CalendarEvent event) {
    String method = event.cancelled() ? "CANCEL" : "REQUEST";
    return new CalendarPart(method, write(method, List.of(event)));
  }

  /** Events for a download or a feed, which invite nobody (RFC 5546, 3.2.1). */
  public static String publication(List<CalendarEvent> events) {
    return write("PUBLISH", events);
  }

  private static String write(String method, List<CalendarEvent> events) {
    ContentLines lines = new ContentLines();
    lines
        .begin("VCALENDAR")
        .raw("VERSION", "2.0")
        .raw("PRODID", PRODUCT)
        .raw("CALSCALE", "GREGORIAN")
        .raw("METHOD", method);
    periods(events)
        .forEach(
            (zone, period) -> TimeZoneWriter.write(lines, zone, period.from(), period.until()));
    events.forEach(event -> write(lines, event));
    return lines.end("VCALENDAR").toString();
  }

  /** The time in which a zone is needed. */
  private record Period(Instant from, Instant until) {
    Period with(Period other) {
      return new Period(
          from.isBefore(other.from) ? from : other.from,
          until.isAfter(other.until) ? until : other.until);
    }
  }

  private static Map<ZoneId, Period> periods(List<CalendarEvent> events) {
    Map<ZoneId, Period> periods = new LinkedHashMap<>();
    for (CalendarEvent event : events) {
      add(periods, event.start());
      event.end().ifPresent(end -> add(periods, end));
    }
    return periods;
  }

  private static void add(Map<ZoneId, Period> periods, ZonedDateTime time) {
    if (!TimeZoneWriter.isUtc(time.getZone())) {
      periods.merge(time.getZone(), new Period(time.toInstant(), time.toInstant()), Period::with);
    }
  }

  private static void write(ContentLines lines, CalendarEvent event) {
    lines
        .begin("VEVENT")
        .text("UID", event.uid())
        .raw("SEQUENCE", Long.toString(event.sequence()))
        .utc("DTSTAMP", event.stamp())
        .zoned("DTSTART", event.start());
    event.end().ifPresent(end -> lines.zoned("DTEND", end));
    lines.text("SUMMARY", event.summary());
    if (!event.description().isEmpty()) {
      lines.text("DESCRIPTION", event.description());
    }
    event.url().ifPresent(url -> lines.text("LOCATION", url).raw("URL", url));
    event.organizer().ifPresent(who -> lines.raw("ORGANIZER" + name(who), mailto(who)));
    event
        .attendee()
        .ifPresent(
            who ->
                lines.raw(
                    "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE" + name(who),
                    mailto(who)));
    lines.raw("STATUS", event.cancelled() ? "CANCELLED" : "CONFIRMED").end("VEVENT");
  }

  private static String name(Mailbox who) {
    return who.name().isBlank() ? "" : ";CN=" + ContentLines.quoted(who.name());
  }

  private static String mailto(Mailbox who) {
    return "mailto:" + who.address();
  }
}
