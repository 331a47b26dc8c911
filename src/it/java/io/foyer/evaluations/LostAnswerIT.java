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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** slack_that took a message and its answer was lost: what the policy of the channel says. */
@TestInstance(Lifecycle.PER_CLASS)
class LostAnswerIT {
  private final House house = House.open("resend", Map.of());
  private final Clockwork clock = new Clockwork(house);

  @AfterEach
  void leaveNothing() {
    house.slackThat().faults().clear();
    clock.takeBackAll();
  }

  @AfterAll
  void close() {
    house.close();
  }

  private Appointment book(Duration ahead) {
    return book(house, ahead);
  }

  private static Appointment book(House house, Duration ahead) {
    Appointment booked = house.appointment();
    assertThat(house.visitor().deliver("create", booked.at(Instant.now().plus(ahead))).statusCode())
        .isEqualTo(204);
    return booked;
  }

  @Test
  void resendSendsOnceMoreWhileTheStartIsAhead() {
    house.slackThat().faults().on("/", new Fault.LoseAnswer(), 1);
    Appointment booked = book(Duration.ofMinutes(10));

    await().until(() -> clock.messages(booked).contains("team sent 2"));

    assertThat(house.toldAbout(booked)).hasSize(2);
  }

  @Test
  void resendGivesUpAfterTheSecondLostAnswer() {
    house.slackThat().faults().on("/", new Fault.LoseAnswer());
    Appointment booked = book(Duration.ofMinutes(10));

    await().until(() -> clock.messages(booked).contains("team unknown 2"));

    assertThat(house.toldAbout(booked)).hasSize(2);
  }

  @Test
  void afterTheStartNobodyIsToldTwice() {
    house.slackThat().faults().on("/", new Fault.LoseAnswer());
    Appointment booked = book(Duration.ofMinutes(-1));

    await().until(() -> clock.messages(booked).contains("team unknown 1"));

    assertThat(house.toldAbout(booked)).hasSize(1);
  }

  @Test
  void holdLeavesItToAPersonWhoSeesItAndMaySendItAgain() {
    try (House holding = House.open("hold", Map.of("SLACK_THAT_LOST_ANSWER", "hold"))) {
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
