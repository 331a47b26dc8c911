package io.foyer.meetings;

import static io.foyer.meetings.MeetingsFixture.person;
import static io.foyer.meetings.MeetingsFixture.unreachable;
import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom an announcement did not reach hears it later, once, and nobody else does. */
class OwedIT {
  private static final Duration SOON = Duration.ofMinutes(10);

  private final MeetingsFixture fixture = new MeetingsFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void whoCouldNotBeReachedIsToldOnceHeCan() throws Exception {
    String id = fixture.scheduled(SOON, person("ann"), unreachable("bob"));
    fixture.turn();
    assertThat(fixture.messages(id)).isEqualTo("ann pending: ann; team pending: ann");

    fixture.schedule(id, person("ann"), person("bob"));
    fixture.turn();
    fixture.schedule(id, person("ann"), person("bob"));
    fixture.turn();

    assertThat(fixture.messages(id))
        .isEqualTo("ann pending: ann; bob pending: bob; late:bob pending: bob; team pending: ann");
  }

  @Test
  void whoWasAwayWhenItWasAnnouncedIsToldWhenHeIsBack() throws Exception {
    String id = fixture.scheduled(SOON, person("ann"), person("bob"));
    fixture.schedule(id, person("ann"));
    fixture.turn();

    fixture.schedule(id, person("ann"), person("bob"));
    fixture.turn();

    assertThat(fixture.messages(id))
        .isEqualTo("ann pending: ann; bob pending: bob; late:bob pending: bob; team pending: ann");
  }

  @Test
  void whoIsOwedOneVersionIsToldTheNextWithAllOthers() throws Exception {
    String id = fixture.scheduled(SOON, person("ann"), unreachable("bob"));
    fixture.turn();
    fixture.fresh.execute("UPDATE outbox SET status = 'sent'");
    await(fixture.meetings.announceAgain(id));

    fixture.schedule(id, person("ann"), person("bob"));
    fixture.turn();
    fixture.turn();

    assertThat(fixture.messages(id))
        .isEqualTo(
            "ann sent: ann; team sent: ann;"
                + " ann pending: ann; bob pending: bob; team pending: ann bob");
  }
}
