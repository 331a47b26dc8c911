package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.demo.Faults.Fault;
import io.foyer.demo.RecordedCall;
import io.foyer.demo.TeamPages;
import io.foyer.testing.Appointment;
import io.foyer.testing.Clockwork;
import io.foyer.testing.Visitor;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What the intranet completes, however it behaves. Numbers are those of the acceptance checks. */
@TestInstance(Lifecycle.PER_CLASS)
class EnrichmentIT {
  private final ProgramFixture shared = ProgramFixture.open("enrichment", Map.of());
  private ProgramFixture program = shared;
  private Visitor visitor = shared.visitor();
  private final Instant tomorrow =
      Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

  /** For a test that begins without a token, or after which calls may be spared for a while. */
  private void inOwnHouse(Map<String, String> settings) {
    stay(ProgramFixture.open("enrichment_own", settings));
  }

  private void stay(ProgramFixture next) {
    program = next;
    visitor = next.visitor();
  }

  @AfterEach
  void leaveNothing() {
    ProgramFixture left = program;
    if (left != shared) {
      stay(shared);
      left.close();
    }
    shared.intra().pages(TeamPages.NONE).faults().clear();
    new Clockwork(shared).takeBackAll();
  }

  @AfterAll
  void close() {
    shared.close();
  }

  private Appointment book() {
    Appointment booked = program.appointment();
    book(booked);
    return booked;
  }

  private void book(Appointment booked) {
    assertThat(visitor.deliver("create", booked.at(tomorrow)).statusCode()).isEqualTo(204);
  }

  private void scheduled(Appointment booked) {
    await().until(() -> program.status(booked).equals("scheduled") && program.enriched(booked));
  }

  private List<String> people(Appointment booked) {
    return program
        .database()
        .column(
            """
            SELECT p.key FROM participants p JOIN meetings m ON m.id = p.meeting_id
            WHERE m.origin_id = ? AND p.present ORDER BY p.position
            """,
            Long.toString(booked.id()));
  }

  private List<RecordedCall> calls(String path) {
    return program.intra().calls().stream().filter(c -> c.target().startsWith(path)).toList();
  }

  private String evaluation(String column, Appointment booked) {
    return program
        .database()
        .text("SELECT " + column + "::text FROM evaluations WHERE id = ?", booked.id());
  }

  private boolean begins(Appointment booked, Instant begin) {
    return program
            .database()
            .number(
                "SELECT count(*) FROM evaluations e JOIN meetings m ON m.id = e.meeting_id WHERE"
                    + " e.id = ? AND e.begin_at = ?::timestamptz AND m.starts_at = e.begin_at",
                booked.id(),
                begin.toString())
        == 1;
  }

  // 19: the booking is accepted
  @Test
  void whileTheIntranetIsAwayBookingsAreAcceptedAndCompletedLater() {
    inOwnHouse(Map.of());
    program.intra().faults().on("/", new Fault.Status(503));
    Appointment booked = book();
    await().until(() -> !calls("/oauth/token").isEmpty());
    assertThat(program.status(booked)).isEqualTo("planned");

    program.intra().faults().clear();

    scheduled(booked);
    assertThat(people(booked)).isEqualTo(booked.people());
  }

  // 20
  @Test
  void aHangingTokenHoldsUpNobodyAtTheDoor() throws Exception {
    inOwnHouse(Map.of("INTRA_CALL_TIMEOUT", "1s"));
    program.intra().faults().on("/oauth/token", new Fault.Hang());
    List<Appointment> booked = IntStream.range(0, 12).mapToObj(i -> book()).toList();
    await().until(() -> !calls("/oauth/token").isEmpty());

    Visitor operator = new Visitor(program.node().managementPort());
    for (String path : List.of("/health", "/ready")) {
      assertThat(operator.send(operator.request(path).GET().build()).statusCode()).isEqualTo(200);
    }
    program.intra().faults().clear();

    booked.forEach(this::scheduled);
  }

  // 20: whoever waited for the intranet would be answered 503 after the TIMEOUT of a request
  @Test
  void bookingsAreAcceptedWhileTheIntranetStillHangs() {
    try (ProgramFixture hanging =
        ProgramFixture.open("enrichment_hangs", Map.of("INTRA_CALL_TIMEOUT", "1h"))) {
      hanging.intra().faults().on("/", new Fault.Hang());
      for (int i = 0; i < 12; i++) {
        Appointment booked = hanging.appointment();
        assertThat(hanging.visitor().deliver("create", booked.at(tomorrow)).statusCode())
            .isEqualTo(204);
        await().until(() -> !hanging.intra().calls().isEmpty());
      }
      hanging.intra().close().await(); // or the fixture would wait for the calls at its end
    }
  }

  // 21
  @Test
  void manyEnrichmentsShareOneToken() {
    inOwnHouse(Map.of());
    List<Appointment> booked = IntStream.range(0, 20).mapToObj(i -> program.appointment()).toList();

    booked.parallelStream().forEach(this::book);

    booked.forEach(this::scheduled);
    assertThat(calls("/oauth/token")).hasSize(1);
    assertThat(calls("/oauth/token").getFirst().body())
        .contains("client_credentials", "\"client_id\":\"app\"");
  }

  // 22
  @Test
  void aTokenThatIsRefusedIsRenewedOnce() {
    scheduled(book());
    int before = calls("/oauth/token").size();
    program.intra().revokeTokens();

    List<Appointment> booked = IntStream.range(0, 20).mapToObj(i -> program.appointment()).toList();
    booked.parallelStream().forEach(this::book);

    booked.forEach(this::scheduled);
    assertThat(calls("/oauth/token")).hasSize(before + 1);
  }

  // 23
  @Test
  void tooManyRequestsAreRepeatedAfterThePauseThatWasAskedFor() {
    program
        .intra()
        .faults()
        .on("/v2/teams", new Fault.Status(429, Map.of("Retry-After", "1"), ""), 2);

    Appointment booked = book();

    scheduled(booked);
    List<Instant> asked =
        calls("/v2/teams/" + booked.team()).stream().map(RecordedCall::at).toList();
    assertThat(asked).hasSize(3);
    assertThat(Duration.between(asked.get(0), asked.get(2)))
        .isGreaterThanOrEqualTo(Duration.ofMillis(1900));
  }

  // 23
  @Test
  void aRetryAfterOfZeroIsNoReasonToHurry() {
    inOwnHouse(Map.of("INTRA_CALL_TIMEOUT", "1s"));
    program.intra().faults().on("/v2/teams", new Fault.Status(429, Map.of("Retry-After", "0"), ""));
    Appointment booked = book();

    await().until(() -> attempts(booked) >= 3);

    assertThat(calls("/v2/teams").size()).isLessThan(30);
  }

  private long attempts(Appointment booked) {
    return program
        .database()
        .number(
            "SELECT COALESCE(max(attempts), 0) FROM jobs WHERE kind = 'enrichment' AND key = ?",
            Long.toString(booked.id()));
  }

  // 24
  @Test
  void membersOnSeveralPagesAllTakePart() {
    List<String> many = IntStream.range(0, 5).mapToObj(i -> "many" + i).toList();
    many.forEach(
        login -> program.intra().email(login, java.util.Optional.of(Appointment.address(login))));
    for (TeamPages pages : List.of(new TeamPages(2, true), new TeamPages(2, false))) {
      Appointment booked = program.appointment();
      program.intra().team(booked.team(), many).pages(pages);

      book(booked);

      scheduled(booked);
      assertThat(people(booked))
          .isEqualTo(Stream.concat(Stream.of(booked.corrector()), many.stream()).toList());
    }
  }

  @Test
  void whatTheIntranetSaysWinsOverThePayload() {
    Appointment booked = program.appointment();
    Appointment other = program.appointment();
    Instant elsewhen = tomorrow.plusSeconds(3_600);
    program
        .intra()
        .evaluation(booked.asTheIntranetHasIt(elsewhen, other.corrector(), Instant.now()));

    book(booked);

    scheduled(booked);
    assertThat(begins(booked, elsewhen)).isTrue();
    assertThat(people(booked).getFirst()).isEqualTo(other.corrector());
    assertThat(evaluation("corrector", booked)).isEqualTo(other.corrector());
  }

  @Test
  void anAnswerThatIsOlderThanTheDeliveryIsNotBelieved() {
    Appointment booked = program.appointment();
    Instant changed = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    program
        .intra()
        .evaluation(
            booked.asTheIntranetHasIt(
                tomorrow.plusSeconds(3_600), booked.corrector(), changed.minusSeconds(5)));

    assertThat(
            visitor
                .deliver("update", booked.at(tomorrow).put("updated_at", changed.toString()))
                .statusCode())
        .isEqualTo(204);

    scheduled(booked);
    assertThat(begins(booked, tomorrow)).isTrue();
  }

  @Test
  void aDeliveryThatComesWhileTheIntranetIsAskedIsNotOverwritten() {
    Appointment booked = program.appointment();
    Instant later = tomorrow.plusSeconds(7_200);
    program
        .intra()
        .evaluation(booked.asTheIntranetHasIt(tomorrow, booked.corrector(), Instant.now()))
        .faults()
        .on("/v2/scale_teams", new Fault.Delay(Duration.ofSeconds(1)), 1);
    book(booked);
    await().until(() -> !calls("/v2/scale_teams/" + booked.id()).isEmpty());

    program.intra().evaluation(booked.asTheIntranetHasIt(later, booked.corrector(), Instant.now()));
    assertThat(visitor.deliver("update", booked.at(later)).statusCode()).isEqualTo(204);

    scheduled(booked);
    assertThat(begins(booked, later)).isTrue();
  }

  @Test
  void anEvaluationThatLostItsCorrectorAtTheIntranetFallsSilent() {
    Appointment booked = program.appointment();
    program
        .intra()
        .evaluation(
            booked
                .asTheIntranetHasIt(tomorrow, booked.corrector(), Instant.now())
                .putNull("corrector"));

    book(booked);

    await().until(() -> program.status(booked).equals("unscheduled"));
  }

  @Test
  void aDestroyWhileTheIntranetIsAskedStands() {
    program.intra().faults().on("/v2/teams", new Fault.Delay(Duration.ofSeconds(1)), 1);
    Appointment booked = book();
    await().until(() -> !calls("/v2/teams/" + booked.team()).isEmpty());

    assertThat(visitor.deliver("destroy", booked.gone()).statusCode()).isEqualTo(204);

    scheduled(book()); // behind the one that was slow
    await().until(() -> program.enriched(booked));
    assertThat(program.status(booked)).isEqualTo("cancelled");
    assertThat(
            program
                .database()
                .number(
                    "SELECT count(*) FROM jobs j JOIN meetings m ON m.id = j.key WHERE m.origin_id"
                        + " = ?",
                    Long.toString(booked.id())))
        .isZero();
  }

  @Test
  void aTeamThatTheIntranetWillNotShowLeavesTheCorrector() {
    Appointment booked = program.appointment();
    program.intra().faults().on("/v2/teams/" + booked.team(), new Fault.Status(403));

    book(booked);

    scheduled(booked);
    assertThat(people(booked)).containsExactly(booked.corrector());
  }

  @Test
  void whatCannotBeCompletedIsGivenUpWhenItIsOver() {
    inOwnHouse(Map.of());
    program.intra().faults().on("/v2/teams", new Fault.Status(500));
    Appointment booked = book();
    await().until(() -> attempts(booked) >= 1);

    program
        .database()
        .execute(
            "UPDATE evaluations SET begin_at = now() - interval '1 hour' WHERE id = ?",
            booked.id());
    program
        .database()
        .execute(
            "UPDATE meetings SET starts_at = now() - interval '1 hour' WHERE origin_id = ?",
            Long.toString(booked.id()));

    await().until(() -> program.status(booked).equals("missed"));
    await().until(() -> program.enriched(booked));
    assertThat(program.toldAbout(booked)).isEmpty();
    assertThat(
            program
                .database()
                .column(
                    "SELECT key FROM participants p JOIN meetings m ON m.id = p.meeting_id"
                        + " WHERE m.origin_id = ?",
                    Long.toString(booked.id())))
        .as("who may still look at it")
        .containsExactly(booked.corrector());
  }
}
