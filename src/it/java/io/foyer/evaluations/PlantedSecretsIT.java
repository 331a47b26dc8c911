package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.demo.Faults.Fault;
import io.foyer.testing.Appointment;
import io.foyer.testing.Clockwork;
import io.foyer.testing.Visitor;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Secrets and addresses that were planted are found in no log, down to DEBUG, of a run in which
 * everything goes wrong once. Every fixture checks the log when it closes; here is the run.
 */
class PlantedSecretsIT {
  @Test
  void noLineHoldsASecretOrAnAddress() {
    ProgramFixture program = ProgramFixture.open("planted", Map.of());
    Clockwork clock = new Clockwork(program);
    Visitor visitor = program.visitor();
    Appointment booked = program.appointment();
    program.intra().faults().on("/oauth/token", new Fault.Status(401), 1);
    program
        .intra()
        .faults()
        .on("/v2/users", new Fault.Status(500, Map.of(), "x@canary.example"), 1);
    program.slackThat().faults().on("/", new Fault.Status(422, Map.of(), "x@canary.example"), 1);
    program.slackThat().faults().on("/", new Fault.LoseAnswer(), 1);

    visitor.deliver(Visitor.headers("create"), "{\"id\":\"x@canary.example\"}");
    visitor.deliver(
        Map.of(
            "X-Model", "scale_team",
            "X-Event", "update",
            "X-Secret", ProgramFixture.secret("create")),
        "{}");
    visitor.deliver("create", booked.at(Instant.now().plusSeconds(600)));
    visitor.get("/api/v2/evaluations?cursor=" + ProgramFixture.secret("ADMIN_TOKEN"));
    await()
        .until(
            () -> {
              clock.hurryMessages();
              return program.slackThat().count() >= 2;
            });
    String key =
        program
            .database()
            .text(
                "SELECT id || join_secret FROM meetings WHERE origin_id = ?",
                Long.toString(booked.id()));
    visitor.send(visitor.request("/j/" + key).GET().build());
    visitor.send(visitor.request("/j/" + key + "/more").GET().build());

    assertThat(program.logs().lines()).hasSizeGreaterThan(5);
    program.close();
  }
}
