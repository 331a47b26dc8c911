package io.foyer.notify.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.notify.EmailMessage.CalendarPart;
import io.foyer.notify.EmailMessage.Mailbox;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.Observance;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.component.VTimeZone;
import net.fortuna.ical4j.model.property.DtStart;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CalendarWriterTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @BeforeAll
  static void offline() {
    System.setProperty("net.fortuna.ical4j.timezone.update.enabled", "false");
  }

  private static CalendarEvent event(ZonedDateTime start, ZonedDateTime end, boolean cancelled) {
    return new CalendarEvent(
        "0123@foyer.example",
        3,
        Instant.parse("2026-01-01T00:00:00Z"),
        start,
        Optional.of(end),
        "Größe, Länge; \\ and 😀 in a title that is longer than one line of a calendar can be",
        "first line\nsecond line\r\nBEGIN:VALARM",
        Optional.of("https://foyer.example/j/abc"),
        Optional.of(new Mailbox("owner@example.org", "Owner \"Boss\"; X\r\nATTENDEE:mailto:eve")),
        Optional.of(new Mailbox("ada@example.com", "Ada")),
        cancelled);
  }

  private static CalendarEvent at(ZonedDateTime start) {
    return event(start, start.plusHours(1), false);
  }

  private static Calendar read(String text) throws Exception {
    return new CalendarBuilder().build(new StringReader(text));
  }

  @Test
  void anInvitationIsWhatAnotherProgramReads() throws Exception {
    ZonedDateTime start = ZonedDateTime.of(2026, 7, 1, 9, 30, 0, 0, BERLIN);

    CalendarPart part = CalendarWriter.invitation(at(start));

    assertThat(part.method()).isEqualTo("REQUEST");
    Calendar calendar = read(part.content());
    assertThat(calendar.validate().hasErrors()).isFalse();
    VEvent event = calendar.<VEvent>getComponent("VEVENT").orElseThrow();
    assertThat(event.getRequiredProperty("SUMMARY").getValue()).isEqualTo(at(start).summary());
    assertThat(event.getRequiredProperty("DESCRIPTION").getValue())
        .isEqualTo("first line\nsecond line\nBEGIN:VALARM");
    assertThat(event.getProperties("ATTENDEE")).hasSize(1);
    assertThat(event.getUid().orElseThrow().getValue()).isEqualTo("0123@foyer.example");
    assertThat(
            ((ZonedDateTime) event.<DtStart<?>>getRequiredProperty("DTSTART").getDate())
                .toInstant())
        .isEqualTo(start.toInstant());
    assertThat(part.content().lines())
        .allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 75);
    assertThat(part.content().replace("\r\n", "")).doesNotContain("\r", "\n");
  }

  @Test
  void aCancellationSaysSo() throws Exception {
    ZonedDateTime start = ZonedDateTime.of(2026, 1, 1, 9, 30, 0, 0, BERLIN);

    CalendarPart part = CalendarWriter.invitation(event(start, start.plusHours(1), true));

    assertThat(part.method()).isEqualTo("CANCEL");
    assertThat(read(part.content()).validate().hasErrors()).isFalse();
    assertThat(part.content()).contains("METHOD:CANCEL\r\n", "STATUS:CANCELLED\r\n");
  }

  @Test
  void aTimeInUtcNeedsNoZone() {
    ZonedDateTime start = ZonedDateTime.of(2026, 1, 1, 9, 30, 0, 0, ZoneOffset.UTC);

    assertThat(CalendarWriter.publication(List.of(at(start))))
        .contains("DTSTART:20260101T093000Z\r\n", "METHOD:PUBLISH\r\n")
        .doesNotContain("VTIMEZONE");
  }

  @Test
  void anEventMustEndAfterItsStart() {
    ZonedDateTime start = ZonedDateTime.of(2026, 1, 1, 9, 30, 0, 0, BERLIN);

    assertThatThrownBy(() -> event(start, start, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * Each zone, an hour before and after each of its changes: the offset is that of the platform.
   */
  @Test
  void everyZoneHasTheOffsetsOfThePlatform() throws Exception {
    int checked = 0;
    for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      ZoneId zone = ZoneId.of(id);
      ZoneRules rules = zone.getRules();
      Instant at = Instant.parse("2026-01-15T12:00:00Z");
      for (int year = 0; year < 2; year++) {
        ZoneOffsetTransition next = rules.nextTransition(at);
        for (Instant start :
            next == null
                ? List.of(at)
                : List.of(
                    next.getInstant().minusSeconds(3_600), next.getInstant().plusSeconds(7_200))) {
          checked += check(start.atZone(zone));
        }
        at = next == null ? at.plusSeconds(86_400L * 180) : next.getInstant();
      }
    }
    assertThat(checked).isGreaterThan(1_000);
  }

  private static int check(ZonedDateTime start) throws Exception {
    if (TimeZoneWriter.isUtc(start.getZone())) {
      return 0;
    }
    Calendar calendar = read(CalendarWriter.publication(List.of(at(start))));
    VTimeZone zone = calendar.<VTimeZone>getComponent("VTIMEZONE").orElseThrow();
    // RFC 5545, 3.6.5: the observance with the latest onset applies.
    Observance applies =
        zone.getObservances().stream()
            .filter(it -> !onset(it).isAfter(start.toInstant()))
            .max(Comparator.comparing(CalendarWriterTest::onset))
            .orElseThrow(() -> new AssertionError("no observance for " + start));
    assertThat(offset(applies, "TZOFFSETTO")).as("%s", start).isEqualTo(start.getOffset());
    return 1;
  }

  /** Its DTSTART is a local time in the offset before it. */
  private static Instant onset(Observance observance) {
    LocalDateTime local =
        LocalDateTime.parse(
            observance.getRequiredProperty("DTSTART").getValue(),
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss"));
    return local.toInstant(offset(observance, "TZOFFSETFROM"));
  }

  private static ZoneOffset offset(Observance observance, String property) {
    return ZoneOffset.of(observance.getRequiredProperty(property).getValue());
  }
}
