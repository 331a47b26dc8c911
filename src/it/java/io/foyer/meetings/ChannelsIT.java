package io.foyer.meetings;

import static io.foyer.meetings.MeetingsFixture.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.outbox.NewMessage;
import io.foyer.platform.outbox.OutboxStore;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The meeting decides which channels announce it, and its changes cancel only its reminders. */
class ChannelsIT {
  private static final Duration SOON = Duration.ofMinutes(10);

  private final MeetingsFixture fixture = new MeetingsFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Each message as "channel recipient". */
  private List<String> sent(String id) {
    return fixture.fresh.column(
        "SELECT channel || ' ' || recipient FROM outbox WHERE subject = '%s' ORDER BY 1"
            .formatted(id));
  }

  @Test
  void aMeetingWithoutChannelsUsesTheDefaultsAndNoOther() {
    String id = fixture.scheduled(SOON, person("ann"), person("bob"));

    fixture.turn();

    assertThat(sent(id)).containsExactly("persons ann", "persons bob", "teams team");
  }

  @Test
  void aMeetingIsAnnouncedByTheChannelsThatItNames() {
    String id = fixture.scheduledBy(List.of("mail"), SOON, person("ann"), person("bob"));

    fixture.turn();

    assertThat(sent(id)).containsExactly("mail team");
    assertThat(fixture.status(id)).isEqualTo("announced");
  }

  @Test
  void aParticipantWhoComesLateIsReachedByTheChannelsOfTheMeeting() {
    String id = fixture.scheduledBy(List.of("mail"), SOON, person("ann"));
    fixture.turn();

    fixture.schedule(id, person("ann"), person("bob"));
    fixture.turn();

    assertThat(sent(id)).containsExactly("mail late:bob", "mail team");
  }

  @Test
  void aMeetingWithAnEmptyListIsAnnouncedWithoutAMessage() {
    String id = fixture.scheduledBy(List.of(), SOON, person("ann"));

    fixture.turn();

    assertThat(sent(id)).isEmpty();
    assertThat(fixture.status(id)).isEqualTo("announced");
    assertThat(fixture.minutesLeft(id)).isEqualTo("none");
  }

  @Test
  void aMeetingWhoseChannelsAreNotConfiguredIsMissed() {
    String id = fixture.scheduledBy(List.of("pigeons"), SOON, person("ann"));
    fixture.turn();
    assertThat(fixture.status(id)).isEqualTo("scheduled");

    fixture.shift(id, Duration.ofMinutes(25));
    fixture.turn();

    assertThat(sent(id)).isEmpty();
    assertThat(fixture.status(id)).isEqualTo("missed");
  }

  @Test
  void movingAndCancellingAMeetingLeaveMessagesOfOtherKinds() {
    String id = fixture.scheduled(SOON, person("ann"));
    fixture.turn();
    Instant later = Instant.now().plus(Duration.ofDays(1));
    NewMessage invitation =
        new NewMessage(
            id,
            1,
            "invitation",
            "mail",
            "ann",
            Optional.empty(),
            new JsonObject(),
            true,
            later,
            later);
    fixture.write(tx -> new OutboxStore().write(tx, List.of(invitation)));

    fixture.move(id, Duration.ofHours(2));
    assertThat(states(id)).containsExactly("invitation held", "reminder cancelled");

    fixture.write(tx -> fixture.meetings.cancel(tx, List.of(id)));
    fixture.write(tx -> fixture.meetings.cancel(tx, List.of(id)));
    assertThat(states(id)).containsExactly("invitation held", "reminder cancelled");
  }

  private List<String> states(String id) {
    return fixture.fresh.column(
        "SELECT DISTINCT kind || ' ' || status FROM outbox WHERE subject = '%s' ORDER BY 1"
            .formatted(id));
  }
}
