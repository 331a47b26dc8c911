package io.foyer.meetings;

import static io.foyer.meetings.MeetingsFixture.person;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A booking of a known meeting stores what differs, and announces anew what people must know. */
class ChangedBookingIT {
  private final Instant start =
      Instant.now().plus(Duration.ofHours(5)).truncatedTo(ChronoUnit.SECONDS);
  private final MeetingTimes times =
      new MeetingTimes(
          start,
          Optional.of(start.plus(Duration.ofHours(1))),
          Optional.of(start.minus(Duration.ofMinutes(30))),
          Optional.of(ZoneId.of("Europe/Madrid")));
  private static final AnnouncementPlan PLAN =
      new AnnouncementPlan(
          true,
          Optional.of(List.of("mail")),
          Optional.of(Duration.ofMinutes(60)),
          Optional.of(Duration.ofMinutes(5)));

  private final MeetingsFixture fixture = new MeetingsFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private static Booking booking(
      String id, String title, MeetingTimes times, Optional<URI> room, AnnouncementPlan plan) {
    return new Booking(
        id,
        "poll",
        "p1",
        title,
        Optional.of("What we do next"),
        Optional.of("Ann"),
        times,
        room,
        plan);
  }

  private void book(Booking booking) {
    fixture.write(tx -> fixture.meetings.book(tx, List.of(booking)));
  }

  private String announced() {
    String id = "0123456789abcdef01234567";
    book(booking(id, "Review", times, Optional.empty(), PLAN));
    fixture.schedule(id, person("ann"));
    fixture.shift(id, Duration.ofMinutes(245));
    fixture.turn();
    fixture.shift(id, Duration.ofMinutes(-245));
    assertThat(row(id)).isEqualTo("announced 1");
    return id;
  }

  private String row(String id) {
    return fixture.fresh.text(
        "SELECT status || ' ' || version FROM meetings WHERE id = '%s'".formatted(id));
  }

  @Test
  void everythingThatABookingCarriesIsStored() {
    String id = announced();

    assertThat(
            fixture.fresh.text(
                """
                SELECT concat_ws('|', title, description, organizer, ends_at - starts_at,
                                 starts_at - opens_at, zone,
                                 wall_at = starts_at AT TIME ZONE 'Europe/Madrid', channels,
                                 lead_seconds, grace_seconds)
                FROM meetings WHERE id = '%s'
                """
                    .formatted(id)))
        .isEqualTo("Review|What we do next|Ann|01:00:00|00:30:00|Europe/Madrid|t|{mail}|3600|300");
  }

  @Test
  void theReminderIsDueByTheMeetingsOwnLead() {
    String id = "0123456789abcdef01234568";
    book(booking(id, "Review", times, Optional.empty(), PLAN));
    fixture.schedule(id, person("ann"));
    assertThat(fixture.minutesLeft(id)).isEqualTo("240");

    AnnouncementPlan sooner =
        new AnnouncementPlan(
            true, PLAN.channels(), Optional.of(Duration.ofMinutes(30)), Optional.empty());
    book(booking(id, "Review", times, Optional.empty(), sooner));

    assertThat(fixture.minutesLeft(id)).isEqualTo("270");
    assertThat(row(id)).isEqualTo("scheduled 1");
  }

  @Test
  void theSameBookingChangesNothing() {
    String id = announced();
    String before = fixture.fresh.text("SELECT changed_at FROM meetings");

    book(booking(id, "Review", times, Optional.empty(), PLAN));

    assertThat(fixture.fresh.text("SELECT changed_at FROM meetings")).isEqualTo(before);
  }

  @Test
  void anotherTitleOrEndIsStoredWithoutANewAnnouncement() {
    String id = announced();
    MeetingTimes longer =
        new MeetingTimes(
            start, Optional.of(start.plus(Duration.ofHours(2))), times.opensAt(), times.zone());

    book(booking(id, "Great review", longer, Optional.empty(), PLAN));

    assertThat(row(id)).isEqualTo("announced 1");
    assertThat(fixture.fresh.text("SELECT title || ' ' || (ends_at - starts_at) FROM meetings"))
        .isEqualTo("Great review 02:00:00");
  }

  @Test
  void anotherExternalRoomIsAnnouncedAnew() {
    String id = announced();

    book(booking(id, "Review", times, Optional.of(URI.create("https://meet.example/x")), PLAN));

    assertThat(row(id)).isEqualTo("scheduled 2");
    assertThat(fixture.messages(id)).isEqualTo("team cancelled: ann");
  }

  @Test
  void aMeetingWhoseParticipantsWantNoRemindersIsAnnouncedWithoutAMessage() {
    String id = "0123456789abcdef01234569";
    book(booking(id, "Review", times, Optional.empty(), PLAN));
    Participant silent =
        new Participant(
            "ann",
            "guest",
            new Participant.Email.Known("ann@canary.example"),
            Participant.Person.UNKNOWN,
            false,
            false,
            false);
    fixture.schedule(id, silent);

    fixture.shift(id, Duration.ofMinutes(245));
    fixture.turn();

    assertThat(row(id)).isEqualTo("announced 1");
    assertThat(fixture.fresh.text("SELECT count(*) FROM outbox")).isEqualTo("0");
  }
}
