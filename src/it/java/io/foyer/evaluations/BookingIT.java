package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.Appointment;
import io.foyer.testing.Clockwork;
import io.foyer.testing.Visitor;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a delivery books. Numbers are those of the acceptance checks of 42-jitsi. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BookingIT {
  private final Instant tomorrow =
      Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

  private final ProgramFixture program = ProgramFixture.open("booking", Map.of());
  private final Visitor visitor = program.visitor();
  private final Clockwork clockwork = new Clockwork(program);

  @AfterAll
  void close() {
    program.close();
  }

  private static void taken(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
  }

  private void scheduled(Appointment booked) {
    await().until(() -> program.status(booked).equals("scheduled") && program.enriched(booked));
  }

  private String evaluation(String column, Appointment booked) {
    return program
        .database()
        .text("SELECT " + column + "::text FROM evaluations WHERE id = ?", booked.id());
  }

  private Instant beginsAt(Appointment booked) {
    return program
        .database()
        .text(
            "SELECT to_char(begin_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
                + " FROM evaluations WHERE id = ?",
            booked.id())
        .transform(Instant::parse);
  }

  private List<String> people(Appointment booked) {
    return program
        .database()
        .column(
            """
            SELECT p.key || ' ' || p.role FROM participants p JOIN meetings m ON m.id = p.meeting_id
            WHERE m.origin_id = ? AND p.present ORDER BY p.position
            """,
            Long.toString(booked.id()));
  }

  private long rows(String table, String column, Appointment booked) {
    return program
        .database()
        .number(
            "SELECT count(*) FROM " + table + " WHERE " + column + "::text = ?",
            Long.toString(booked.id()));
  }

  /** What an announcement depends on; another room or another version is told anew. */
  private String meeting(Appointment booked) {
    return program
        .database()
        .text(
            """
            SELECT concat_ws(' ', id, version, announced_version, status, starts_at, room_name, join_secret)
            FROM meetings WHERE origin_id = ?
            """,
            Long.toString(booked.id()));
  }

  private String reminderBeforeStart(Appointment booked) {
    return program
        .database()
        .text(
            """
            SELECT (m.starts_at - j.due_at)::text FROM jobs j JOIN meetings m ON m.id = j.key
            WHERE j.kind = 'reminder' AND m.origin_id = ?
            """,
            Long.toString(booked.id()));
  }

  // 1
  @Test
  void aCreateIsWrittenDownAndItsPeopleFollow() {
    Appointment booked = program.appointment();

    taken(visitor.deliver("create", booked.at(tomorrow)));

    assertThat(beginsAt(booked)).isEqualTo(tomorrow);
    await().until(() -> program.status(booked).equals("scheduled"));
    assertThat(people(booked))
        .containsExactly(
            booked.corrector() + " corrector",
            booked.students().get(0) + " corrected",
            booked.students().get(1) + " corrected");
    assertThat(program.intra().calls())
        .filteredOn(call -> call.target().startsWith("/v2/teams/" + booked.team() + "/users"))
        .hasSize(1);
    assertThat(reminderBeforeStart(booked)).isEqualTo("00:15:00");
    assertThat(clockwork.messages(booked)).isEmpty();
  }

  // 7
  @Test
  void anUpdateMovesTheBookingAndAnnouncesItAnew() {
    Appointment booked = program.appointment();
    taken(visitor.deliver("create", booked.at(Instant.now().plusSeconds(300))));
    await().until(() -> program.status(booked).equals("announced"));
    await().until(() -> program.toldAbout(booked).size() == 1); // else it would be taken back

    taken(visitor.deliver("update", booked.at(tomorrow)));

    assertThat(beginsAt(booked)).isEqualTo(tomorrow);
    scheduled(booked);
    assertThat(clockwork.reminders(booked)).isEqualTo(1);
    assertThat(clockwork.messages(booked)).hasSize(1);

    clockwork.shift(booked, Duration.ofMinutes(5).minusDays(1));

    await().until(() -> program.toldAbout(booked).size() == 2);
    assertThat(clockwork.messages(booked)).hasSize(2);
  }

  // 8
  @Test
  void theSameInstantInAnotherNotationChangesNothing() {
    Appointment booked = program.appointment();
    Instant soon = Instant.now().plusSeconds(300).truncatedTo(ChronoUnit.SECONDS);
    taken(visitor.deliver("create", booked.at(soon)));
    await().until(() -> program.status(booked).equals("announced") && program.enriched(booked));
    await().until(() -> program.toldAbout(booked).size() == 1);
    String before = meeting(booked);

    OffsetDateTime elsewhere = soon.atOffset(ZoneOffset.ofHours(2));
    taken(visitor.deliver("update", booked.at(elsewhere.toString())));
    String layout =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(soon);
    taken(visitor.deliver("update", booked.at(layout)));

    assertThat(rows("inbox", "subject", booked)).isEqualTo(3);
    await().until(() -> program.enriched(booked));
    assertThat(meeting(booked)).isEqualTo(before);
    assertThat(clockwork.reminders(booked)).isZero();
    assertThat(clockwork.messages(booked)).hasSize(1);
    assertThat(program.toldAbout(booked)).hasSize(1);
  }

  // 9
  @Test
  void anUpdateOfAnUnknownEvaluationBooksIt() {
    Appointment booked = program.appointment();

    taken(visitor.deliver("update", booked.at(tomorrow)));

    await().until(() -> program.status(booked).equals("scheduled"));
    assertThat(people(booked)).hasSize(3);
  }

  // 10, with 204 for the second
  @Test
  void aDestroyTakesTheBookingBackAndMayComeAgain() {
    Appointment booked = program.appointment();
    taken(visitor.deliver("create", booked.at(tomorrow)));
    scheduled(booked);

    taken(visitor.deliver("destroy", booked.gone()));

    isCancelled(booked);
    String before = meeting(booked);
    taken(visitor.deliver("destroy", booked.gone()));
    isCancelled(booked);
    assertThat(meeting(booked)).isEqualTo(before);
  }

  private void isCancelled(Appointment booked) {
    assertThat(program.status(booked)).isEqualTo("cancelled");
    assertThat(evaluation("destroyed_at IS NOT NULL", booked)).isEqualTo("true");
    assertThat(clockwork.reminders(booked)).isZero();
    assertThat(program.enriched(booked)).isTrue();
  }

  // 10
  @Test
  void aDestroyOfAnUnknownEvaluationIsRemembered() {
    Appointment never = program.appointment();

    taken(visitor.deliver("destroy", never.gone()));

    assertThat(evaluation("destroyed_at IS NOT NULL", never)).isEqualTo("true");
  }

  // 13, kept unscheduled
  @Test
  void withoutACorrectorTheBookingIsKeptAndSilent() {
    Appointment booked = program.appointment();
    JsonObject payload = booked.at(Instant.now().plusSeconds(300)).putNull("user");

    taken(visitor.deliver("create", payload));

    await().until(() -> program.enriched(booked));
    assertThat(program.status(booked)).isEqualTo("unscheduled");
    assertThat(evaluation("corrector IS NULL", booked)).isEqualTo("true");
    assertThat(clockwork.reminders(booked)).isZero();
    assertThat(clockwork.messages(booked)).isEmpty();

    // A corrector was found after all.
    taken(visitor.deliver("update", booked.at(tomorrow)));
    scheduled(booked);
  }

  // 13
  @Test
  void losingItsCorrectorDisarmsABooking() {
    Appointment booked = program.appointment();
    taken(visitor.deliver("create", booked.at(tomorrow)));
    scheduled(booked);

    taken(visitor.deliver("update", booked.at(tomorrow).put("user", new JsonObject())));

    await().until(() -> program.enriched(booked));
    assertThat(program.status(booked)).isEqualTo("unscheduled");
    assertThat(clockwork.reminders(booked)).isZero();
  }

  // 14
  @Test
  void aCreateThatComesAgainChangesNothing() {
    Appointment booked = program.appointment();
    String delivery = "again-" + booked.id();

    taken(visitor.deliver("create", delivery, booked.at(tomorrow)));
    scheduled(booked);
    String before = meeting(booked);
    taken(visitor.deliver("create", delivery, booked.at(tomorrow)));
    assertThat(evaluation("revision", booked)).isEqualTo("1");
    taken(visitor.deliver("create", delivery + "-new", booked.at(tomorrow)));
    taken(visitor.deliver("create", booked.at(tomorrow)));

    scheduled(booked);
    assertThat(people(booked)).hasSize(3);
    assertThat(meeting(booked)).isEqualTo(before);
    assertThat(clockwork.reminders(booked)).isEqualTo(1);
    assertThat(rows("meetings", "origin_id", booked)).isEqualTo(1);
    assertThat(rows("inbox", "subject", booked)).isEqualTo(3);
  }

  // 14
  @Test
  void eightCreatesAtOnceBookOnce() {
    Appointment booked = program.appointment();
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    visitor.delivering(
                        "create", "at-once-" + booked.id() + "-" + i % 4, booked.at(tomorrow)))
            .toList();

    answers.forEach(answer -> taken(answer.join()));

    scheduled(booked);
    assertThat(rows("inbox", "subject", booked)).isEqualTo(4);
    assertThat(rows("meetings", "origin_id", booked)).isEqualTo(1);
    assertThat(clockwork.reminders(booked)).isEqualTo(1);
    assertThat(people(booked)).hasSize(3);
  }

  @Test
  void aDeliveryIdWithAnotherBodyIsAContradiction() {
    Appointment booked = program.appointment();
    String delivery = "contradiction-" + booked.id();
    taken(visitor.deliver("create", delivery, booked.at(tomorrow)));

    var answer = visitor.deliver("create", delivery, booked.at(tomorrow.plusSeconds(60)));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(beginsAt(booked)).isEqualTo(tomorrow);
  }

  @Test
  void withoutADeliveryIdAStateMayComeBack() {
    Appointment booked = program.appointment();
    taken(visitor.deliver("create", booked.at(tomorrow)));
    taken(visitor.deliver("update", booked.at(tomorrow.plusSeconds(600))));
    assertThat(beginsAt(booked)).isEqualTo(tomorrow.plusSeconds(600));
    taken(visitor.deliver("update", booked.at(tomorrow)));

    assertThat(beginsAt(booked)).isEqualTo(tomorrow);
  }

  // 15
  @Test
  void aCreateAfterItsDestroyBooksNothing() {
    Appointment booked = program.appointment();
    Instant soon = Instant.now().plusSeconds(300);
    taken(visitor.deliver("destroy", booked.gone()));

    taken(visitor.deliver("create", booked.at(soon)));
    taken(visitor.deliver("update", booked.at(soon.plusSeconds(1))));

    assertThat(rows("inbox", "subject", booked)).isEqualTo(3);
    assertThat(rows("meetings", "origin_id", booked)).isZero();
    assertThat(program.enriched(booked)).isTrue();
    assertThat(evaluation("destroyed_at IS NOT NULL", booked)).isEqualTo("true");
  }

  @Test
  void anOlderUpdateAfterANewerOneIsPassedOver() {
    Appointment booked = program.appointment();
    Instant changed = Instant.now();
    taken(
        visitor.deliver(
            "update", booked.at(tomorrow.plusSeconds(600)).put("updated_at", changed.toString())));

    taken(
        visitor.deliver(
            "create", booked.at(tomorrow).put("updated_at", changed.minusSeconds(60).toString())));

    assertThat(rows("inbox", "subject", booked)).isEqualTo(2);
    assertThat(beginsAt(booked)).isEqualTo(tomorrow.plusSeconds(600));
  }

  // 16
  @Test
  void anotherCorrectorAndOtherMembersAreFollowed() {
    Appointment booked = program.appointment();
    Appointment others = program.appointment();
    taken(visitor.deliver("create", booked.at(tomorrow)));
    scheduled(booked);

    String newcomer = others.students().getFirst();
    program.intra().team(booked.team(), List.of(booked.students().getFirst(), newcomer));
    Appointment changed =
        new Appointment(booked.id(), booked.team(), others.corrector(), booked.students());
    taken(visitor.deliver("update", changed.at(tomorrow)));

    await()
        .until(
            () ->
                people(booked)
                    .equals(
                        List.of(
                            others.corrector() + " corrector",
                            booked.students().getFirst() + " corrected",
                            newcomer + " corrected")));
  }
}
