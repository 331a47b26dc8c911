package io.foyer.meetings;

import static io.foyer.meetings.MeetingsFixture.person;
import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.meetings.Participant.Email;
import io.foyer.meetings.Participant.Person;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let in where and when. */
class EntrancesIT {
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private static final Participant MODERATOR =
      new Participant(
          "mia",
          "host",
          new Email.Known("mia@canary.example"),
          new Person(Optional.of("Mia"), Optional.empty()),
          true,
          true,
          false);

  private final MeetingsFixture fixture = new MeetingsFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private Optional<Entrance> enter(String key) {
    return await(fixture.entrances().find(key)).map(Entrances.Admission::entrance);
  }

  private String sharedKey(String id) {
    return fixture.fresh.text(
        "SELECT id || join_secret FROM meetings WHERE id = '%s'".formatted(id));
  }

  private String ownKey(String id, String person) {
    return fixture.fresh.text(
        "SELECT meeting_id || join_secret FROM participants WHERE meeting_id = '%s' AND key = '%s'"
            .formatted(id, person));
  }

  private MeetingTimes times(Duration opens, Duration starts, Duration ends) {
    return new MeetingTimes(
        now.plus(starts),
        Optional.of(now.plus(ends)),
        Optional.of(now.plus(opens)),
        Optional.empty());
  }

  @Test
  void aMeetingOfWhichOnlyTheStartIsKnownIsOpenAtAllTimes() {
    String id = fixture.scheduled(Duration.ofDays(3), person("ann"));
    assertThat(enter(sharedKey(id))).containsInstanceOf(Entrance.Open.class);

    fixture.shift(id, Duration.ofDays(4));
    fixture.turn();

    assertThat(enter(sharedKey(id))).containsInstanceOf(Entrance.Open.class);
  }

  @Test
  void aMeetingLetsNobodyInBeforeItOpensNorAfterItsOverrun() {
    MeetingTimes times = times(Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(3));
    String id = fixture.scheduled(times, person("ann"));
    String key = sharedKey(id);
    assertThat(enter(key)).contains(new Entrance.NotYet(times.opensAt().orElseThrow()));

    fixture.shift(id, Duration.ofMinutes(61));
    assertThat(enter(key)).containsInstanceOf(Entrance.Open.class);
    fixture.shift(id, Duration.ofMinutes(145)); // 26 minutes after its end
    assertThat(enter(key)).containsInstanceOf(Entrance.Open.class);
    fixture.shift(id, Duration.ofMinutes(5)); // 31 minutes after its end
    assertThat(enter(key)).containsInstanceOf(Entrance.Over.class);
  }

  @Test
  void aModeratorHasALinkOfTheirOwnAndTheOthersShareOne() {
    String id = fixture.scheduled(Duration.ofMinutes(10), MODERATOR, person("ann"));

    assertThat(ownKey(id, "mia")).isNotEqualTo(sharedKey(id));
    assertThat(ownKey(id, "ann")).isEqualTo("null");
    assertThat(enter(ownKey(id, "mia"))).containsInstanceOf(Entrance.Open.class);
    assertThat(enter(sharedKey(id))).containsInstanceOf(Entrance.Open.class);
  }

  @Test
  void theOwnLinkStaysWhenThePeopleAreSetAgain() {
    String id = fixture.scheduled(Duration.ofMinutes(10), MODERATOR);
    String key = ownKey(id, "mia");

    fixture.schedule(id, MODERATOR, person("ann"));

    assertThat(ownKey(id, "mia")).isEqualTo(key);
  }

  @Test
  void thePersonalMessageCarriesTheOwnLinkAndTheTeamsTheShared() {
    String id = fixture.scheduled(Duration.ofMinutes(10), MODERATOR, person("ann"));

    fixture.turn();

    assertThat(
            fixture.fresh.column(
                "SELECT recipient || ' ' || (payload ->> 'key') FROM outbox ORDER BY recipient"))
        .containsExactly(
            "ann " + sharedKey(id), "mia " + ownKey(id, "mia"), "team " + sharedKey(id));
  }

  @Test
  void whoHasLeftIsNotLetIn() {
    String id = fixture.scheduled(Duration.ofMinutes(10), MODERATOR, person("ann"));
    String key = ownKey(id, "mia");

    fixture.schedule(id, person("ann"));

    assertThat(enter(key)).isEmpty();
  }

  @Test
  void noOtherKeyOpensAnything() {
    String id = fixture.scheduled(Duration.ofMinutes(10), MODERATOR);
    String key = sharedKey(id);

    for (String wrong :
        List.of("", id, id + "x", key + "x", key.substring(0, key.length() - 1), "x" + key)) {
      assertThat(enter(wrong)).as(wrong).isEmpty();
    }
    fixture.write(tx -> fixture.meetings.cancel(tx, List.of(id)));
    assertThat(enter(key)).isEmpty();
  }

  @Test
  void anExternalRoomIsEnteredAtItsOwnAddress() {
    URI room = URI.create("https://meet.example/our-room");
    String id = "0123456789abcdef01234567";
    Booking booking =
        new Booking(
            id,
            "poll",
            "p1",
            "Review",
            Optional.empty(),
            Optional.empty(),
            MeetingTimes.startingAt(now.plusSeconds(600)),
            Optional.of(room),
            AnnouncementPlan.byDefault(true));
    fixture.write(tx -> fixture.meetings.book(tx, List.of(booking)));

    assertThat(enter(sharedKey(id))).contains(new Entrance.Open(room));
  }
}
