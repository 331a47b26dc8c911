package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.House;
import io.foyer.demo.Faults.Fault;
import io.foyer.testing.Appointment;
import io.foyer.testing.Clockwork;
import io.foyer.testing.Visitor;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Secrets and addresses that were planted are found in no log, down to DEBUG, of a run in which
 * everything goes wrong once. Every house looks when it closes; here is the run.
 */
class PlantedSecretsIT {
  @Test
  void noLineHoldsASecretOrAnAddress() {
    House house = House.open("planted", Map.of());
    Clockwork clock = new Clockwork(house);
    Visitor visitor = house.visitor();
    Appointment booked = house.appointment();
    house.intra().faults().on("/oauth/token", new Fault.Status(401), 1);
    house.intra().faults().on("/v2/users", new Fault.Status(500, Map.of(), "x@canary.example"), 1);
    house.slackThat().faults().on("/", new Fault.Status(422, Map.of(), "x@canary.example"), 1);
    house.slackThat().faults().on("/", new Fault.LoseAnswer(), 1);

    visitor.deliver(Visitor.headers("create"), "{\"id\":\"x@canary.example\"}");
    visitor.deliver(
        Map.of(
            "X-Model", "scale_team",
            "X-Event", "update",
            "X-Secret", House.secret("create")),
        "{}");
    visitor.deliver("create", booked.at(Instant.now().plusSeconds(600)));
    visitor.get("/api/v2/evaluations?cursor=" + House.secret("ADMIN_TOKEN"));
    await()
        .until(
            () -> {
              clock.hurryMessages();
              return house.slackThat().count() >= 2;
            });
    String key =
        house
            .database()
            .text(
                "SELECT id || join_secret FROM meetings WHERE origin_id = ?",
                Long.toString(booked.id()));
    visitor.send(visitor.request("/j/" + key).GET().build());
    visitor.send(visitor.request("/j/" + key + "/more").GET().build());

    assertThat(house.logs().lines()).hasSizeGreaterThan(5);
    house.close();
  }
}
