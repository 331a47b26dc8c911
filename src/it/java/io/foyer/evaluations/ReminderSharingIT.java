package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.Appointment;
import io.foyer.testing.Visitor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several instances on one database. */
class ReminderSharingIT {
  private static final int TEAMS = 100;

  private final ProgramFixture program = ProgramFixture.open("sharing", Map.of());

  @AfterEach
  void close() {
    program.close();
  }

  // 36
  @Test
  void twoInstancesTellEveryTeamOnce() throws Exception {
    List<Visitor> doors = List.of(program.visitor(), new Visitor(program.node(Map.of()).port()));
    Instant soon = Instant.now().plusSeconds(600);
    List<Appointment> booked =
        IntStream.range(0, TEAMS).mapToObj(i -> program.appointment()).toList();
    booked.parallelStream()
        .forEach(
            b ->
                assertThat(
                        doors
                            .get((int) (b.id() % 2))
                            .deliver("create", b.at(soon.plusSeconds(3_600)))
                            .statusCode())
                    .isEqualTo(204));
    await().until(() -> withStatus("scheduled") == TEAMS);

    program
        .database()
        .execute(
            """
            WITH due AS (UPDATE jobs SET due_at = now() WHERE kind = 'reminder')
            UPDATE meetings SET starts_at = starts_at - interval '1 hour'
            """);

    await().until(() -> sent() == TEAMS);
    assertThat(program.slackThat().calls()).hasSize(TEAMS);
    assertThat(
            program.slackThat().received().stream()
                .map(
                    taken ->
                        taken
                            .message()
                            .getJsonArray("attachments")
                            .getJsonObject(0)
                            .getString("title_link")))
        .doesNotHaveDuplicates()
        .hasSize(TEAMS);
    assertThat(withStatus("announced")).isEqualTo(TEAMS);
    assertThat(program.database().number("SELECT count(*) FROM jobs WHERE kind <> 'meeting'"))
        .isZero();
  }

  // The other instance hears of it: what is booked here is announced there.
  @Test
  void oneNodeTakesInAndAnotherAnnounces() throws Exception {
    ProgramFixture.Node door = program.node(Map.of("ROLES", "http"));
    Appointment booked = program.appointment();

    var answer =
        new Visitor(door.port()).deliver("create", booked.at(Instant.now().plusSeconds(300)));

    assertThat(answer.statusCode()).isEqualTo(204);
    await().until(() -> program.toldAbout(booked).size() == 1);
  }

  private long withStatus(String status) {
    return program.database().number("SELECT count(*) FROM meetings WHERE status = ?", status);
  }

  private long sent() {
    return program.database().number("SELECT count(*) FROM outbox WHERE status = 'sent'");
  }
}
