package io.foyer.meetings;

import static io.foyer.meetings.Diary.person;
import static io.foyer.meetings.Diary.unreachable;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom a message reaches that was written before the people changed, and left after it. */
class LeaversIT {
  private static final Duration SOON = Duration.ofMinutes(10);

  private final Diary diary = new Diary();

  @AfterEach
  void close() throws Exception {
    diary.close();
  }

  private String announced() {
    String id = diary.armed(SOON, person("ann"), person("bob"));
    diary.turn();
    return id;
  }

  @Test
  void whoHasLeftIsInNoMessageThatHasNotLeft() throws Exception {
    String id = announced();

    diary.arm(id, person("ann"));
    diary.turn();

    assertThat(diary.messages(id))
        .isEqualTo("ann pending: ann; bob cancelled: -; team pending: ann");
  }

  @Test
  void whoComesBackIsToldOnceMore() throws Exception {
    String id = announced();
    diary.arm(id, person("ann"));

    diary.arm(id, person("ann"), person("bob"));
    diary.turn();

    assertThat(diary.messages(id))
        .isEqualTo("ann pending: ann; bob pending: bob; late:bob pending: bob; team pending: ann");
  }

  @Test
  void whoWasToldBeforeHeLeftIsNotToldAgain() throws Exception {
    String id = announced();
    diary.fresh.execute("UPDATE outbox SET status = 'sent'");

    diary.arm(id, person("ann"));
    diary.arm(id, person("ann"), person("bob"));
    diary.turn();

    assertThat(diary.messages(id)).isEqualTo("ann sent: ann; bob sent: bob; team sent: ann bob");
  }

  @Test
  void whatIsOnItsWayIsNotTriedAgainForThoseWhoLeft() throws Exception {
    String id = announced();
    diary.fresh.execute("UPDATE outbox SET status = 'sending', lost_answers = 1");

    diary.arm(id, person("ann"));
    diary.arm(id, person("ann"), person("bob"));
    diary.turn();

    assertThat(diary.messages(id)).isEqualTo("ann sending: ann; bob sending: -; team sending: ann");
    assertThat(diary.fresh.text("SELECT string_agg(recipient, ' ') FROM outbox WHERE withdrawn"))
        .isEqualTo("bob");
  }

  @Test
  void whoHasAnotherAddressIsToldThere() throws Exception {
    String id = announced();

    diary.arm(id, person("ann"), person("bob", "robert@canary.example"));
    diary.turn();

    assertThat(diary.messages(id))
        .isEqualTo(
            "ann pending: ann; bob pending: robert; late:bob pending: robert; team pending: ann");
  }

  @Test
  void whoseAddressIsGoneIsInNoMessageEither() throws Exception {
    String id = announced();

    diary.arm(id, person("ann"), unreachable("bob"));

    assertThat(diary.messages(id))
        .isEqualTo("ann pending: ann; bob cancelled: -; team pending: ann");
  }

  @Test
  void anAddressThatSomebodyElseHasTooStays() throws Exception {
    String id = diary.armed(SOON, person("ann", "both@canary.example"), person("bob"));
    diary.turn();

    diary.arm(id, person("eve", "both@canary.example"), person("bob"));

    assertThat(diary.messages(id)).contains("team pending: both bob").doesNotContain("cancelled");
  }
}
