package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.demo.Faults.Fault;
import io.foyer.demo.RecordedCall;
import io.foyer.demo.SlackThatStandIn;
import io.foyer.demo.SlackThatStandIn.Received;
import io.foyer.testing.Appointment;
import io.foyer.testing.Clockwork;
import io.foyer.testing.Visitor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** When and how people are told. Numbers are those of the acceptance checks of 42-jitsi. */
@TestInstance(Lifecycle.PER_CLASS)
class ReminderIT {
  private final ProgramFixture program = ProgramFixture.open("reminder", Map.of());
  private final Clockwork clock = new Clockwork(program);
  private final Visitor visitor = program.visitor();

  @AfterEach
  void leaveNothing() {
    program.slackThat().faults().clear();
    program.intra().faults().clear();
    clock.takeBackAll();
  }

  @AfterAll
  void close() {
    program.close();
  }

  private Appointment book(Duration ahead) {
    Appointment booked = program.appointment();
    move("create", booked, ahead);
    return booked;
  }

  private void move(String event, Appointment booked, Duration ahead) {
    move(program, event, booked, ahead);
  }

  private static void move(
      ProgramFixture program, String event, Appointment booked, Duration ahead) {
    assertThat(program.visitor().deliver(event, booked.at(Instant.now().plus(ahead))).statusCode())
        .isEqualTo(204);
  }

  private Appointment scheduled(Duration ahead) {
    Appointment booked = book(ahead);
    await().until(() -> program.status(booked).equals("scheduled") && program.enriched(booked));
    return booked;
  }

  private String link(Appointment booked) {
    return ProgramFixture.PUBLIC_URL
        + "/j/"
        + program
            .database()
            .text(
                "SELECT id || join_secret FROM meetings WHERE origin_id = ?",
                Long.toString(booked.id()));
  }

  private static JsonArray addresses(List<String> logins) {
    return new JsonArray(logins.stream().map(Appointment::address).toList());
  }

  /** What slack_that was asked about a booking, refused or not. */
  private List<RecordedCall> calls(Appointment booked) {
    String link = link(booked);
    return program.slackThat().calls().stream().filter(it -> it.body().contains(link)).toList();
  }

  private Received told(Appointment booked) {
    await().until(() -> program.toldAbout(booked).size() == 1);
    return program.toldAbout(booked).getFirst();
  }

  // 31
  @Test
  void aReminderLeavesWhenItIsDueAndNotBefore() {
    Appointment early = book(Duration.ofMinutes(16));
    Appointment due = book(Duration.ofMinutes(15).minusSeconds(1));

    told(due);
    await().until(() -> program.status(due).equals("announced"));

    await().until(() -> program.status(early).equals("scheduled"));
    assertThat(clock.messages(early)).isEmpty();
    assertThat(clock.secondsUntilReminder(early)).isBetween(30L, 60L);
    await().until(() -> clock.messages(due).equals(List.of("team sent 1")));
    assertThat(program.toldAbout(due)).hasSize(1);
  }

  // 32
  @Test
  void slackThatIsAskedExactlyAsBefore() {
    Appointment booked = book(Duration.ofMinutes(12));

    JsonObject message = told(booked).message();

    JsonObject attachment = message.getJsonArray("attachments").getJsonObject(0);
    assertThat(attachment.fieldNames())
        .containsExactlyInAnyOrder("color", "pretext", "title", "title_link");
    assertThat(attachment.getString("pretext")).isNotBlank();
    assertThat(attachment.copy().put("pretext", "-"))
        .isEqualTo(
            new JsonObject()
                .put("color", "#36a64f")
                .put("pretext", "-")
                .put("title", "42 Evaluation")
                .put("title_link", link(booked)));
    assertThat(message.getString("text")).contains("12 minutes");
    JsonObject rest = message.copy();
    rest.remove("attachments");
    rest.remove("text");
    assertThat(rest)
        .isEqualTo(
            new JsonObject()
                .put("channel", "")
                .put("workspace", "42")
                .put("user_emails", addresses(booked.people()))
                .put("as_user", false)
                .put("username", "Evaluation Master"));
    assertThat(program.slackThat().calls())
        .allSatisfy(
            call -> {
              assertThat(call.method()).isEqualTo("POST");
              assertThat(call.target()).isEqualTo("/");
            });
  }

  // 33
  @Test
  void aRefusedReminderIsTriedAgainAndOthersAreNotHeldUp() {
    program.slackThat().faults().on("/", new Fault.Status(500), 1);
    program.slackThat().faults().on("/", new Fault.Status(422), 1);
    Appointment unlucky = book(Duration.ofMinutes(10));
    await().until(() -> clock.attempts(unlucky) == 1);
    clock.hurryMessages();
    await().until(() -> clock.attempts(unlucky) == 2);

    Appointment other = book(Duration.ofMinutes(10));
    told(other);
    assertThat(program.toldAbout(unlucky)).isEmpty();
    clock.hurryMessages();

    told(unlucky);
    await().until(() -> clock.messages(unlucky).equals(List.of("team sent 3")));
  }

  // 33
  @Test
  void whileSlackThatIsAwayNothingIsLost() throws Exception {
    try (ProgramFixture away = ProgramFixture.open("reminder_away", Map.of())) {
      Clockwork time = new Clockwork(away);
      int port = away.slackThat().port();
      away.slackThat().close().await(5, TimeUnit.SECONDS);
      Appointment booked = away.appointment();
      move(away, "create", booked, Duration.ofMinutes(10));
      await().until(() -> time.attempts(booked) >= 1);

      SlackThatStandIn back = new SlackThatStandIn(away.vertx());
      back.start(port).await(5, TimeUnit.SECONDS);
      time.hurryMessages();

      await().until(() -> away.status(booked).equals("announced") && back.count() == 1);
      back.close().await(5, TimeUnit.SECONDS);
    }
  }

  // 34
  @Test
  void whatIsBookedFiveMinutesAheadIsAnnouncedAtOnce() {
    Appointment booked = book(Duration.ofMinutes(5));

    await().until(() -> program.toldAbout(booked).size() == 1);
    assertThat(told(booked).message().getString("text")).contains("5 minutes");
  }

  // 35
  @Test
  void whatBeganTooLongAgoIsMissedAndNotAnnounced() {
    Appointment over = book(Duration.ofMinutes(-11));
    await().until(() -> program.status(over).equals("missed"));

    Appointment waiting = scheduled(Duration.ofHours(1));
    clock.shift(waiting, Duration.ofMinutes(-80));
    await().until(() -> program.status(waiting).equals("missed"));

    Appointment grace = book(Duration.ofMinutes(-3));
    assertThat(told(grace).message().getString("text")).doesNotContain("15 minutes");
    assertThat(clock.messages(over)).isEmpty();
    assertThat(clock.messages(waiting)).isEmpty();
    assertThat(clock.reminders(waiting)).isZero();
  }

  // 37
  @Test
  void aSlowSlackThatIsAskedOnce() {
    program.slackThat().faults().on("/", new Fault.Delay(Duration.ofMillis(1_500)));
    Appointment booked = book(Duration.ofMinutes(10));
    await().until(() -> clock.messages(booked).contains("team sending 1"));

    await().until(() -> clock.messages(booked).contains("team sent 1"));

    assertThat(calls(booked)).hasSize(1);
  }

  // 37
  @Test
  void anyOtherSuccessIsSuccess() {
    program.slackThat().faults().on("/", new Fault.Status(200));
    Appointment booked = book(Duration.ofMinutes(10));

    await().until(() -> clock.messages(booked).contains("team sent 1"));

    assertThat(calls(booked)).hasSize(1);
  }

  // 38
  @Test
  void anUpdateWhileTheReminderIsOnItsWayIsKeptAndAnnouncedLater() {
    program.slackThat().faults().on("/", new Fault.Delay(Duration.ofSeconds(1)), 1);
    Appointment booked = book(Duration.ofMinutes(10));
    await().until(() -> clock.messages(booked).contains("team sending 1"));

    move("update", booked, Duration.ofMinutes(40));
    await().until(() -> clock.messages(booked).contains("team sent 1"));

    assertThat(program.status(booked)).isEqualTo("scheduled");
    assertThat(clock.secondsUntilReminder(booked)).isBetween(23 * 60L, 25 * 60L);
    clock.shift(booked, Duration.ofMinutes(-26));
    await().until(() -> program.toldAbout(booked).size() == 2);
    assertThat(clock.messages(booked)).hasSize(2);
  }

  // 38
  @Test
  void aDestroyWhileTheReminderIsOnItsWayStands() {
    program.slackThat().faults().on("/", new Fault.Delay(Duration.ofSeconds(1)), 1);
    Appointment booked = book(Duration.ofMinutes(10));
    await().until(() -> clock.messages(booked).contains("team sending 1"));

    assertThat(visitor.deliver("destroy", booked.gone()).statusCode()).isEqualTo(204);
    await().until(() -> clock.messages(booked).contains("team sent 1"));

    assertThat(program.status(booked)).isEqualTo("cancelled");
    assertThat(clock.reminders(booked)).isZero();
    assertThat(program.toldAbout(booked)).hasSize(1);
  }

  @Test
  void aMessageThatWaitsIsTakenBackByAnUpdateAndByADestroy() {
    program.slackThat().faults().on("/", new Fault.Status(503, Map.of("Retry-After", "60"), ""), 2);
    Appointment moved = book(Duration.ofMinutes(10));
    Appointment gone = book(Duration.ofMinutes(10));
    await().until(() -> clock.attempts(moved) == 1 && clock.attempts(gone) == 1);

    move("update", moved, Duration.ofMinutes(40));
    assertThat(visitor.deliver("destroy", gone.gone()).statusCode()).isEqualTo(204);

    assertThat(clock.messages(moved)).containsExactly("team cancelled 1");
    assertThat(clock.messages(gone)).containsExactly("team cancelled 1");
    assertThat(program.toldAbout(moved)).isEmpty();
    assertThat(program.toldAbout(gone)).isEmpty();
  }

  // 39
  @Test
  void whoHasNoAddressDoesNotStopTheOthers() {
    Appointment booked = program.appointment();
    String unknown = "unknown" + booked.id();
    String mute = booked.students().getFirst();
    program.intra().email(mute, Optional.empty());
    program.intra().team(booked.team(), List.of(unknown, mute, booked.students().getLast()));

    move("create", booked, Duration.ofMinutes(10));
    Appointment other = book(Duration.ofMinutes(10));

    assertThat(told(booked).message().getJsonArray("user_emails"))
        .isEqualTo(addresses(List.of(booked.corrector(), booked.students().getLast())));
    assertThat(told(other).message().getJsonArray("user_emails")).hasSize(3);
    await().until(() -> program.enriched(booked));
  }

  // 39
  @Test
  void whoBecomesReachableLateGetsAReminderOfHisOwn() {
    Appointment booked = program.appointment();
    String late = booked.students().getFirst();
    program.intra().faults().on("/v2/users/" + late, new Fault.Status(500), 1);

    move("create", booked, Duration.ofMinutes(10));

    assertThat(told(booked).message().getJsonArray("user_emails"))
        .isEqualTo(addresses(List.of(booked.corrector(), booked.students().getLast())));
    await().until(() -> clock.messages(booked).contains("late:" + late + " sent 1"));
    assertThat(program.slackThat().received().getLast().message().getJsonArray("user_emails"))
        .isEqualTo(addresses(List.of(late)));
    assertThat(calls(booked)).hasSize(2);
  }

  @Test
  void whenNobodyCanBeReachedTheMeetingIsMissedInTheEnd() {
    Appointment booked = program.appointment();
    booked.people().forEach(login -> program.intra().email(login, Optional.empty()));
    move("create", booked, Duration.ofMinutes(10));
    await().until(() -> program.enriched(booked));
    await().until(() -> clock.secondsUntilReminder(booked) < 0);

    clock.shift(booked, Duration.ofMinutes(-30));

    await().until(() -> program.status(booked).equals("missed"));
    assertThat(calls(booked)).isEmpty();
  }
}
