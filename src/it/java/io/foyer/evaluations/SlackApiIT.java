package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.demo.Faults.Fault;
import io.foyer.demo.SlackStandIn;
import io.foyer.demo.SlackStandIn.Posted;
import io.foyer.testing.Appointment;
import io.foyer.testing.Clockwork;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reminders by Slack's own Web API: one to each person, through the whole program. */
class SlackApiIT {
  private final Vertx vertx = Vertx.vertx();
  private final SlackStandIn slack = new SlackStandIn(vertx).perMessage(Duration.ofMillis(50));

  @BeforeEach
  void start() throws Exception {
    slack.start(0).await(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private ProgramFixture open() {
    return ProgramFixture.open(
        "slack",
        Map.of(
            "SLACK_URL", slack.url().toString(),
            "SLACK_TOKEN", ProgramFixture.secret("SLACK_TOKEN"),
            "SLACK_CALL_TIMEOUT", "2s"));
  }

  private static Appointment book(ProgramFixture program) {
    Appointment booked = program.appointment();
    assertThat(
            program
                .visitor()
                .deliver("create", booked.at(Instant.now().plusSeconds(600)))
                .statusCode())
        .isEqualTo(204);
    return booked;
  }

  @Test
  void everyParticipantGetsAMessageOfHisOwnBesideTheTeamsOne() {
    try (ProgramFixture program = open()) {
      Appointment booked = book(program);

      await().until(() -> slack.posted().size() == 3);

      assertThat(slack.posted().stream().map(Posted::email))
          .containsExactlyInAnyOrderElementsOf(
              booked.people().stream().map(Appointment::address).toList());
      await().until(() -> program.toldAbout(booked).size() == 1);
    }
  }

  @Test
  void anAnswerThatIsLostIsAskedAboutAndNobodyIsToldTwice() {
    slack.faults().on("/api/chat.postMessage", new Fault.LoseAnswer(), 1);
    slack.faults().on("/chat.postMessage", new Fault.LoseAnswer(), 1);
    try (ProgramFixture program = open()) {
      Clockwork clock = new Clockwork(program);
      Appointment booked = book(program);

      await()
          .until(
              () ->
                  clock.messages(booked).stream().filter(row -> row.contains(" sent ")).count()
                      == 4);

      assertThat(slack.count()).isEqualTo(3);
      assertThat(slack.posted().stream().map(Posted::email)).doesNotHaveDuplicates();
      assertThat(program.database().number("SELECT count(*) FROM outbox WHERE lost_answers > 0"))
          .isEqualTo(1);
    }
  }
}
