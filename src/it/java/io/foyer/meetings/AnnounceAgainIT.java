package io.foyer.meetings;

import static io.foyer.meetings.MeetingsFixture.person;
import static io.foyer.meetings.MeetingsFixture.unreachable;
import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a meeting that somebody wants announced at another time than usual. */
class AnnounceAgainIT {
  private static final Duration FAR = Duration.ofHours(5);

  private final MeetingsFixture fixture = new MeetingsFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void anEnrichmentThatFollowsDoesNotPutItOff() throws Exception {
    String id = fixture.scheduled(FAR, person("ann"));
    assertThat(fixture.minutesLeft(id)).isEqualTo("285");

    assertThat(await(fixture.meetings.announceAgain(id))).isEqualTo(2);
    fixture.schedule(id, person("ann"), person("bob"));

    assertThat(fixture.minutesLeft(id)).isEqualTo("0");
    fixture.turn();
    assertThat(fixture.messages(id)).contains("team pending: ann bob");
  }

  @Test
  void whoJoinsAfterAnEarlyAnnouncementIsToldAtOnce() throws Exception {
    String id = fixture.scheduled(FAR, person("ann"));
    await(fixture.meetings.announceAgain(id));
    fixture.turn();

    fixture.schedule(id, person("ann"), person("bob"));
    fixture.turn();

    assertThat(fixture.messages(id)).contains("late:bob pending: bob");
  }

  @Test
  void anotherStartIsAnnouncedAtItsOwnTime() throws Exception {
    String id = fixture.scheduled(FAR, person("ann"));
    await(fixture.meetings.announceAgain(id));

    Instant later = Instant.now().plus(FAR).plus(Duration.ofHours(1));
    Booking moved = new Booking(id, "evaluation", "1", "42 Evaluation", later, true);
    fixture.write(tx -> fixture.meetings.book(tx, List.of(moved)));
    fixture.schedule(id, person("ann"));

    assertThat(fixture.minutesLeft(id)).isEqualTo("345");
  }

  @Test
  void whatWasAnnouncedIsNotMissedBecauseNobodyCouldBeToldAgain() throws Exception {
    String id = fixture.scheduled(Duration.ofMinutes(10), person("ann"));
    fixture.turn();
    fixture.fresh.execute("UPDATE outbox SET status = 'sent'");
    fixture.schedule(id, unreachable("ann"));
    await(fixture.meetings.announceAgain(id));
    fixture.turn();
    assertThat(fixture.status(id)).isEqualTo("scheduled");

    fixture.shift(id, Duration.ofMinutes(30));
    fixture.turn();

    assertThat(fixture.status(id)).isEqualTo("announced");
    assertThat(fixture.minutesLeft(id)).isEqualTo("none");
  }

  @Test
  void whatWasAnnouncedForAnotherStartOnlyIsMissed() throws Exception {
    String id = fixture.scheduled(Duration.ofMinutes(10), person("ann"));
    fixture.turn();
    fixture.fresh.execute("UPDATE outbox SET status = 'sent'");
    Instant later = Instant.now().plus(Duration.ofMinutes(12));
    Booking moved = new Booking(id, "evaluation", "1", "42 Evaluation", later, true);
    fixture.write(tx -> fixture.meetings.book(tx, List.of(moved)));
    fixture.schedule(id, unreachable("ann"));

    fixture.fresh.execute("UPDATE meetings SET starts_at = starts_at - interval '30 minutes'");

    assertThat(await(fixture.meetings.missIfLate(id))).isTrue();
    assertThat(fixture.status(id)).isEqualTo("missed");
  }

  @Test
  void theEndOfAnEnrichmentTellsTheSame() throws Exception {
    String id = fixture.scheduled(Duration.ofMinutes(10), person("ann"));
    fixture.turn();
    await(fixture.meetings.announceAgain(id));
    fixture.fresh.execute("UPDATE outbox SET status = 'sent'");

    fixture.shift(id, Duration.ofMinutes(30));

    assertThat(await(fixture.meetings.missIfLate(id))).isTrue();
    assertThat(fixture.status(id)).isEqualTo("announced");
  }
}
