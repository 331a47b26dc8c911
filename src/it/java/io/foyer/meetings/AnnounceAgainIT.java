package io.foyer.meetings;

import static io.foyer.meetings.Diary.person;
import static io.foyer.meetings.Diary.unreachable;
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

  private final Diary diary = new Diary();

  @AfterEach
  void close() throws Exception {
    diary.close();
  }

  @Test
  void anEnrichmentThatFollowsDoesNotPutItOff() throws Exception {
    String id = diary.armed(FAR, person("ann"));
    assertThat(diary.minutesLeft(id)).isEqualTo("285");

    assertThat(await(diary.meetings.announceAgain(id))).isEqualTo(2);
    diary.arm(id, person("ann"), person("bob"));

    assertThat(diary.minutesLeft(id)).isEqualTo("0");
    diary.turn();
    assertThat(diary.messages(id)).contains("team pending: ann bob");
  }

  @Test
  void whoJoinsAfterAnEarlyAnnouncementIsToldAtOnce() throws Exception {
    String id = diary.armed(FAR, person("ann"));
    await(diary.meetings.announceAgain(id));
    diary.turn();

    diary.arm(id, person("ann"), person("bob"));
    diary.turn();

    assertThat(diary.messages(id)).contains("late:bob pending: bob");
  }

  @Test
  void anotherStartIsAnnouncedAtItsOwnTime() throws Exception {
    String id = diary.armed(FAR, person("ann"));
    await(diary.meetings.announceAgain(id));

    Instant later = Instant.now().plus(FAR).plus(Duration.ofHours(1));
    Booking moved = new Booking(id, "evaluation", "1", "42 Evaluation", later, true);
    diary.write(tx -> diary.meetings.book(tx, List.of(moved)));
    diary.arm(id, person("ann"));

    assertThat(diary.minutesLeft(id)).isEqualTo("345");
  }

  @Test
  void whatWasAnnouncedIsNotMissedBecauseNobodyCouldBeToldAgain() throws Exception {
    String id = diary.armed(Duration.ofMinutes(10), person("ann"));
    diary.turn();
    diary.fresh.execute("UPDATE outbox SET status = 'sent'");
    diary.arm(id, unreachable("ann"));
    await(diary.meetings.announceAgain(id));
    diary.turn();
    assertThat(diary.status(id)).isEqualTo("armed");

    diary.shift(id, Duration.ofMinutes(30));
    diary.turn();

    assertThat(diary.status(id)).isEqualTo("reminded");
    assertThat(diary.minutesLeft(id)).isEqualTo("none");
  }

  @Test
  void whatWasAnnouncedForAnotherStartOnlyIsMissed() throws Exception {
    String id = diary.armed(Duration.ofMinutes(10), person("ann"));
    diary.turn();
    diary.fresh.execute("UPDATE outbox SET status = 'sent'");
    Instant later = Instant.now().plus(Duration.ofMinutes(12));
    Booking moved = new Booking(id, "evaluation", "1", "42 Evaluation", later, true);
    diary.write(tx -> diary.meetings.book(tx, List.of(moved)));
    diary.arm(id, unreachable("ann"));

    diary.fresh.execute("UPDATE meetings SET starts_at = starts_at - interval '30 minutes'");

    assertThat(await(diary.meetings.missIfOver(id))).isTrue();
    assertThat(diary.status(id)).isEqualTo("missed");
  }

  @Test
  void theEndOfAnEnrichmentTellsTheSame() throws Exception {
    String id = diary.armed(Duration.ofMinutes(10), person("ann"));
    diary.turn();
    await(diary.meetings.announceAgain(id));
    diary.fresh.execute("UPDATE outbox SET status = 'sent'");

    diary.shift(id, Duration.ofMinutes(30));

    assertThat(await(diary.meetings.missIfOver(id))).isTrue();
    assertThat(diary.status(id)).isEqualTo("reminded");
  }
}
