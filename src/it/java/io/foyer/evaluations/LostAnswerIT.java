package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.House;
import io.foyer.demo.Faults.Fault;
import io.foyer.testing.Appointment;
import io.foyer.testing.Clockwork;
import io.foyer.testing.Visitor;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** slack_that took a message and its answer was lost: what the policy of the channel says. */
class LostAnswerIT {
  private static Appointment book(House house, Duration ahead) {
    Appointment booked = house.appointment();
    assertThat(house.visitor().deliver("create", booked.at(Instant.now().plus(ahead))).statusCode())
        .isEqualTo(204);
    return booked;
  }

  @Test
  void resendSendsOnceMoreWhileTheStartIsAhead() {
    try (House house = House.open("resend", Map.of())) {
      Clockwork clock = new Clockwork(house);
      house.slackThat().faults().on("/", new Fault.LoseAnswer(), 1);
      Appointment booked = book(house, Duration.ofMinutes(10));

      await().until(() -> clock.messages(booked).contains("team sent 2"));

      assertThat(house.slackThat().count()).isEqualTo(2);
    }
  }

  @Test
  void resendGivesUpAfterTheSecondLostAnswer() {
    try (House house = House.open("resend", Map.of())) {
      Clockwork clock = new Clockwork(house);
      house.slackThat().faults().on("/", new Fault.LoseAnswer());
      Appointment booked = book(house, Duration.ofMinutes(10));

      await().until(() -> clock.messages(booked).contains("team unknown 2"));

      assertThat(house.slackThat().count()).isEqualTo(2);
    }
  }

  @Test
  void afterTheStartNobodyIsToldTwice() {
    try (House house = House.open("resend", Map.of())) {
      Clockwork clock = new Clockwork(house);
      house.slackThat().faults().on("/", new Fault.LoseAnswer());
      Appointment booked = book(house, Duration.ofMinutes(-1));

      await().until(() -> clock.messages(booked).contains("team unknown 1"));

      assertThat(house.slackThat().count()).isEqualTo(1);
    }
  }

  @Test
  void holdLeavesItToAPersonWhoSeesItAndMaySendItAgain() {
    try (House house = House.open("hold", Map.of("SLACK_THAT_LOST_ANSWER", "hold"))) {
      Clockwork clock = new Clockwork(house);
      house.slackThat().faults().on("/", new Fault.Delay(Duration.ofSeconds(5)), 1);
      Appointment booked = book(house, Duration.ofMinutes(10));

      await().until(() -> clock.messages(booked).contains("team unknown 1"));
      Visitor operator = new Visitor(house.node().managementPort());
      await()
          .until(
              () ->
                  operator
                      .send(operator.request("/metrics").GET().build())
                      .body()
                      .contains("foyer_outbox_unknown 1.0"));
      assertThat(house.slackThat().calls()).hasSize(1);

      assertThat(
              house.visitor().post("/api/v2/evaluations/" + booked.id() + "/notify").statusCode())
          .isEqualTo(202);
      await().until(() -> clock.messages(booked).contains("team sent 1"));
    }
  }
}
