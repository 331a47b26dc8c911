package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.demo.SlackThatStandIn.Received;
import io.foyer.testing.Appointment;
import io.foyer.testing.Clockwork;
import io.foyer.testing.Visitor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The rooms of 42-jitsi under their old names, for those who ask for them (check 32). */
@TestInstance(Lifecycle.PER_CLASS)
class CompatibleRoomIT {
  private static final Map<String, String> COMPATIBLE =
      Map.of("JITSI_NAMES", "compatible", "JITSI_URL", "https://jitsi.example");

  private final ProgramFixture program = ProgramFixture.open("compatible", COMPATIBLE);

  @AfterAll
  void close() {
    program.close();
  }

  private static String oldName(Appointment booked) {
    return booked.id() + "-" + String.join("-", booked.people());
  }

  private static String link(JsonObject message) {
    return message.getJsonArray("attachments").getJsonObject(0).getString("title_link");
  }

  private static Appointment told(ProgramFixture program) {
    Appointment booked = program.appointment();
    Instant begin = Instant.now().plus(Duration.ofMinutes(10));
    assertThat(program.visitor().deliver("create", booked.at(begin)).statusCode()).isEqualTo(204);
    await().until(() -> program.toldAbout(booked).size() == 1);
    return booked;
  }

  private static HttpResponse<String> enter(ProgramFixture program, Appointment booked) {
    Visitor visitor = program.visitor();
    JsonObject shown = new JsonObject(visitor.get("/api/v2/evaluations/" + booked.id()).body());
    String path = URI.create(shown.getString("link")).getPath();
    return visitor.send(visitor.request(path).GET().build());
  }

  // 32
  @Test
  void theReminderLeadsToTheRoomNamedAfterItsPeople() {
    Appointment booked = told(program);

    assertThat(link(program.toldAbout(booked).getFirst().message()))
        .isEqualTo("https://jitsi.example/" + oldName(booked));
    HttpResponse<String> entered = enter(program, booked);
    assertThat(entered.statusCode()).isEqualTo(302);
    assertThat(entered.headers().firstValue("Location"))
        .contains("https://jitsi.example/" + oldName(booked));
  }

  @Test
  void whoComesLateIsLedToTheRoomOfTheOthers() {
    Appointment booked = told(program);
    await().until(() -> program.enriched(booked));
    program.intra().team(booked.team(), List.of("new" + booked.id()));
    program.intra().email("new" + booked.id(), Optional.of("new@canary.example"));

    program
        .database()
        .execute(
            "INSERT INTO jobs (kind, key, due_at) VALUES ('enrichment', ?, now())",
            Long.toString(booked.id()));

    await().until(() -> new Clockwork(program).messages(booked).size() == 2);
    JsonArray late = new JsonArray().add("new@canary.example");
    await()
        .until(
            () ->
                program.slackThat().received().stream()
                    .map(Received::message)
                    .filter(message -> message.getJsonArray("user_emails").equals(late))
                    .map(CompatibleRoomIT::link)
                    .toList()
                    .equals(List.of("https://jitsi.example/" + oldName(booked))));
  }

  @Test
  void whereATokenIsNeededTheReminderLeadsThroughFoyer() {
    Map<String, String> tokens =
        Map.of(
            "JITSI_NAMES", "compatible",
            "JITSI_URL", "https://jitsi.example",
            "JITSI_APP_ID", "foyer",
            "JITSI_APP_SECRET", "a-secret-of-thirty-two-characters");
    try (ProgramFixture own = ProgramFixture.open("compatible_tokens", tokens)) {
      Appointment booked = told(own);

      assertThat(link(own.toldAbout(booked).getFirst().message()))
          .startsWith(ProgramFixture.PUBLIC_URL + "/j/");
      assertThat(enter(own, booked).headers().firstValue("Location"))
          .hasValueSatisfying(
              room ->
                  assertThat(room)
                      .startsWith("https://jitsi.example/" + oldName(booked) + "?jwt="));
    }
  }
}
