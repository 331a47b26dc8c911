package io.foyer.meetings;

import static io.foyer.meetings.MeetingsFixture.person;
import static io.foyer.meetings.MeetingsFixture.unreachable;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom a message reaches that was written before the people changed, and left after it. */
class LeaversIT {
  private static final Duration SOON = Duration.ofMinutes(10);

  private final MeetingsFixture fixture = new MeetingsFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private String announced() {
    String id = fixture.scheduled(SOON, person("ann"), person("bob"));
    fixture.turn();
    return id;
  }

  @Test
  void whoHasLeftIsInNoMessageThatHasNotLeft() throws Exception {
    String id = announced();

    fixture.schedule(id, person("ann"));
    fixture.turn();

    assertThat(fixture.messages(id))
        .isEqualTo("ann pending: ann; bob cancelled: -; team pending: ann");
  }

  @Test
  void whoComesBackIsToldOnceMore() throws Exception {
    String id = announced();
    fixture.schedule(id, person("ann"));

    fixture.schedule(id, person("ann"), person("bob"));
    fixture.turn();

    assertThat(fixture.messages(id))
        .isEqualTo("ann pending: ann; bob pending: bob; late:bob pending: bob; team pending: ann");
  }

  @Test
  void whoWasToldBeforeHeLeftIsNotToldAgain() throws Exception {
    String id = announced();
    fixture.fresh.execute("UPDATE outbox SET status = 'sent'");

    fixture.schedule(id, person("ann"));
    fixture.schedule(id, person("ann"), person("bob"));
    fixture.turn();

    assertThat(fixture.messages(id)).isEqualTo("ann sent: ann; bob sent: bob; team sent: ann bob");
  }

  @Test
  void whatIsOnItsWayIsNotTriedAgainForThoseWhoLeft() throws Exception {
    String id = announced();
    fixture.fresh.execute("UPDATE outbox SET status = 'sending', lost_answers = 1");

    fixture.schedule(id, person("ann"));
    fixture.schedule(id, person("ann"), person("bob"));
    fixture.turn();

    assertThat(fixture.messages(id))
        .isEqualTo("ann sending: ann; bob sending: -; team sending: ann");
    assertThat(fixture.fresh.text("SELECT string_agg(recipient, ' ') FROM outbox WHERE withdrawn"))
        .isEqualTo("bob");
  }

  @Test
  void whoHasAnotherAddressIsToldThere() throws Exception {
    String id = announced();

    fixture.schedule(id, person("ann"), person("bob", "robert@canary.example"));
    fixture.turn();

    assertThat(fixture.messages(id))
        .isEqualTo(
            "ann pending: ann; bob pending: robert; late:bob pending: robert; team pending: ann");
  }

  @Test
  void whoseAddressIsGoneIsInNoMessageEither() throws Exception {
    String id = announced();

    fixture.schedule(id, person("ann"), unreachable("bob"));

    assertThat(fixture.messages(id))
        .isEqualTo("ann pending: ann; bob cancelled: -; team pending: ann");
  }

  @Test
  void anAddressThatSomebodyElseHasTooStays() throws Exception {
    String id = fixture.scheduled(SOON, person("ann", "both@canary.example"), person("bob"));
    fixture.turn();

    fixture.schedule(id, person("eve", "both@canary.example"), person("bob"));

    assertThat(fixture.messages(id)).contains("team pending: both bob").doesNotContain("cancelled");
  }
}
