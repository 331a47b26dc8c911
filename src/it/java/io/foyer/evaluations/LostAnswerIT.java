package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.demo.Faults.Fault;
import io.foyer.testing.Appointment;
import io.foyer.testing.Clockwork;
import io.foyer.testing.Visitor;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** slack_that took a message and its answer was lost: what the policy of the channel says. */
@TestInstance(Lifecycle.PER_CLASS)
class LostAnswerIT {
  private final ProgramFixture program = ProgramFixture.open("resend", Map.of());
  private final Clockwork clock = new Clockwork(program);

  @AfterEach
  void leaveNothing() {
    program.slackThat().faults().clear();
    clock.takeBackAll();
  }

  @AfterAll
  void close() {
    program.close();
  }

  private Appointment book(Duration ahead) {
    return book(program, ahead);
  }

  private static Appointment book(ProgramFixture program, Duration ahead) {
    Appointment booked = program.appointment();
    assertThat(
            program.visitor().deliver("create", booked.at(Instant.now().plus(ahead))).statusCode())
        .isEqualTo(204);
    return booked;
  }

  @Test
  void resendSendsOnceMoreWhileTheStartIsAhead() {
    program.slackThat().faults().on("/", new Fault.LoseAnswer(), 1);
    Appointment booked = book(Duration.ofMinutes(10));

    await().until(() -> clock.messages(booked).contains("team sent 2"));

    assertThat(program.toldAbout(booked)).hasSize(2);
  }

  @Test
  void resendGivesUpAfterTheSecondLostAnswer() {
    program.slackThat().faults().on("/", new Fault.LoseAnswer());
    Appointment booked = book(Duration.ofMinutes(10));

    await().until(() -> clock.messages(booked).contains("team unknown 2"));

    assertThat(program.toldAbout(booked)).hasSize(2);
  }

  @Test
  void afterTheStartNobodyIsToldTwice() {
    program.slackThat().faults().on("/", new Fault.LoseAnswer());
    Appointment booked = book(Duration.ofMinutes(-1));

    await().until(() -> clock.messages(booked).contains("team unknown 1"));

    assertThat(program.toldAbout(booked)).hasSize(1);
  }

  @Test
  void holdLeavesItToAPersonWhoSeesItAndMaySendItAgain() {
    try (ProgramFixture holding =
        ProgramFixture.open("hold", Map.of("SLACK_THAT_LOST_ANSWER", "hold"))) {
      Clockwork time = new Clockwork(holding);
      holding.slackThat().faults().on("/", new Fault.Delay(Duration.ofSeconds(5)), 1);
      Appointment booked = book(holding, Duration.ofMinutes(10));

      await().until(() -> time.messages(booked).contains("team unknown 1"));
      Visitor operator = new Visitor(holding.node().managementPort());
      await()
          .until(
              () ->
                  operator
                      .send(operator.request("/metrics").GET().build())
                      .body()
                      .contains("foyer_outbox_unknown 1.0"));
      assertThat(holding.slackThat().calls()).hasSize(1);

      assertThat(
              holding.visitor().post("/api/v2/evaluations/" + booked.id() + "/notify").statusCode())
          .isEqualTo(202);
      await().until(() -> time.messages(booked).contains("team sent 1"));
    }
  }
}
