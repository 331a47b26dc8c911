package io.foyer.platform.outbox;

import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.db.Database;
import io.foyer.platform.jobs.Backoff;
import io.foyer.platform.outbox.OutboxStore.Settlement;
import io.foyer.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The outbox as any feature uses it: several kinds about one subject, held messages, policies. */
class OutboxStoreIT {
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final RetryPolicy DAYS =
      new RetryPolicy(
          500, Duration.ofDays(3), new Backoff.Range(Duration.ofSeconds(30), Duration.ofHours(1)));

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase fresh = TestDatabase.migrated("outbox");
  private final Database database = new Database(vertx, fresh.config());
  private final OutboxStore store = new OutboxStore();

  @AfterEach
  void close() {
    await(vertx.close());
    fresh.close();
  }

  private static NewMessage message(String kind, String recipient, boolean held) {
    Instant later = Instant.now().plus(Duration.ofDays(7));
    JsonObject payload = new JsonObject().put("text", "\"quoted\" \\ {}");
    return new NewMessage(
        "plan-7", 1, kind, "mail", recipient, Optional.of("polls"), payload, held, later, later);
  }

  private int write(NewMessage... messages) {
    return await(database.transaction(tx -> store.write(tx, List.of(messages))));
  }

  private void cancel(String kind, long before) {
    await(database.transaction(tx -> store.cancel(tx, kind, List.of("plan-7"), List.of(before))));
  }

  private List<OutboxMessage> claim() {
    return await(store.claim(database, "mail", 10, LEASE));
  }

  private void settle(OutboxMessage message, String result, RetryPolicy retry) {
    Settlement settlement =
        new Settlement(
            message, result, Duration.ZERO, false, Optional.empty(), Optional.of("refused"));
    assertThat(await(store.settle(database, "hold", retry, List.of(settlement)))).isOne();
  }

  private List<String> states() {
    return fresh.column("SELECT kind || ' ' || status FROM outbox ORDER BY kind, recipient");
  }

  @Test
  void aMessageIsClaimedAsItWasWrittenAndWrittenOnce() {
    NewMessage written = message("invitation", "ann@canary.example", false);

    assertThat(write(written)).isOne();
    assertThat(write(written, message("invitation", "bob@canary.example", false))).isOne();

    OutboxMessage claimed = claim().getFirst();
    assertThat(claimed.subject()).isEqualTo("plan-7");
    assertThat(claimed.sender()).contains("polls");
    assertThat(claimed.payload()).isEqualTo(written.payload());
    assertThat(claim()).isEmpty();
    assertThat(states()).containsExactly("invitation sending", "invitation sending");
  }

  @Test
  void cancellingOneKindLeavesTheOthersOfTheSubject() {
    write(
        message("reminder", "ann", false),
        message("invitation", "ann", false),
        message("cancellation", "ann", true));

    cancel("reminder", Long.MAX_VALUE);

    assertThat(states())
        .containsExactly("cancellation held", "invitation pending", "reminder cancelled");
  }

  @Test
  void cancellingAgainLeavesTheMessageOfTheCancellation() {
    write(message("reminder", "ann", false));
    cancel("reminder", Long.MAX_VALUE);
    write(message("cancellation", "ann", false));

    cancel("reminder", Long.MAX_VALUE);

    assertThat(states()).containsExactly("cancellation pending", "reminder cancelled");
  }

  @Test
  void aNewerVersionIsNotCancelled() {
    write(message("reminder", "ann", false));

    cancel("reminder", 1);

    assertThat(states()).containsExactly("reminder pending");
  }

  @Test
  void aHeldMessageIsSentOnlyOnceItIsReleased() {
    write(message("invitation", "ann", true), message("reminder", "ann", true));
    assertThat(claim()).isEmpty();
    assertThat(await(store.nextDue(database, "mail"))).isEmpty();

    assertThat(await(store.release(database, "plan-7", "invitation"))).isOne();

    assertThat(claim()).extracting(OutboxMessage::kind).containsExactly("invitation");
    assertThat(states()).containsExactly("invitation sending", "reminder held");
  }

  @Test
  void aHeldMessageCanBeCancelledAndExpires() {
    write(message("invitation", "ann", true), message("reminder", "ann", true));
    cancel("reminder", Long.MAX_VALUE);
    fresh.execute("UPDATE outbox SET expires_at = now() - interval '2 hours'");

    await(store.expireOrphans(database));

    assertThat(states()).containsExactly("invitation failed", "reminder cancelled");
    assertThat(fresh.text("SELECT last_error FROM outbox WHERE kind = 'invitation'"))
        .isEqualTo("too late; it was never released");
  }

  @Test
  void sixtyAttemptsEndAMessageOfMinutesAndNotOneOfDays() {
    for (RetryPolicy policy : List.of(RetryPolicy.MINUTES, DAYS)) {
      write(message("invitation", policy.attempts() + "@canary.example", false));
      fresh.execute("UPDATE outbox SET attempts = 58");
      settle(claim().getFirst(), "pending", policy);
      assertThat(fresh.text("SELECT status FROM outbox")).isEqualTo("pending");

      settle(claim().getFirst(), "pending", policy);

      assertThat(fresh.text("SELECT status || ' ' || attempts FROM outbox"))
          .isEqualTo(policy.equals(DAYS) ? "pending 60" : "failed 60");
      fresh.execute("DELETE FROM outbox");
    }
  }

  @Test
  void theAgeOfThePolicyEndsAMessage() {
    write(message("invitation", "ann", false));
    fresh.execute("UPDATE outbox SET created_at = now() - interval '71 hours'");
    settle(claim().getFirst(), "pending", DAYS);
    assertThat(states()).containsExactly("invitation pending");

    fresh.execute("UPDATE outbox SET created_at = now() - interval '73 hours'");
    settle(claim().getFirst(), "pending", DAYS);

    assertThat(states()).containsExactly("invitation failed");
  }

  @Test
  void anAbandonedMessageFollowsThePolicyOfItsChannel() {
    write(message("invitation", "ann", false));
    fresh.execute("UPDATE outbox SET attempts = 59");
    claim();
    fresh.execute("UPDATE outbox SET due_at = now()");

    await(store.reclaimExpiredLeases(database, "mail", "ask", DAYS));
    assertThat(states()).containsExactly("invitation pending");

    fresh.execute("UPDATE outbox SET status = 'sending', due_at = now()");
    await(store.reclaimExpiredLeases(database, "mail", "ask", RetryPolicy.MINUTES));
    assertThat(states()).containsExactly("invitation unknown");
  }

  @Test
  void pausesGrowToTheLongestOfThePolicy() {
    assertThat(DAYS.backoff().after(1)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    assertThat(DAYS.backoff().after(100)).isBetween(Duration.ofMinutes(30), Duration.ofHours(1));
    assertThat(RetryPolicy.MINUTES.backoff().after(100))
        .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    assertThat(RetryPolicy.MINUTES.attempts()).isEqualTo(60);
  }
}
