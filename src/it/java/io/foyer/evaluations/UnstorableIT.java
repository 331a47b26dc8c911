package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.Appointment;
import io.foyer.testing.Clockwork;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A reminder that the database will not take. */
class UnstorableIT {
  @Test
  void oneReminderThatCannotBeWrittenHoldsUpNoOtherAndIsShown() {
    try (ProgramFixture program = ProgramFixture.open("unstorable", Map.of())) {
      Clockwork clock = new Clockwork(program);
      List<Appointment> all = IntStream.range(0, 12).mapToObj(i -> program.appointment()).toList();
      Appointment bad = all.get(5);
      Instant begin = Instant.now().plus(Duration.ofHours(2));
      all.forEach(one -> program.visitor().deliver("create", one.at(begin)));
      await().until(() -> all.stream().allMatch(one -> program.status(one).equals("scheduled")));
      String meeting =
          program
              .database()
              .text("SELECT id FROM meetings WHERE origin_id = ?", Long.toString(bad.id()));
      program
          .database()
          .execute(
              "ALTER TABLE outbox ADD CONSTRAINT unstorable CHECK (subject <> '%s')"
                  .formatted(meeting));

      program.database().execute("UPDATE jobs SET due_at = now() WHERE kind = 'reminder'");

      await()
          .until(
              () ->
                  all.stream()
                      .filter(one -> one.id() != bad.id())
                      .allMatch(one -> program.toldAbout(one).size() == 1));
      await().until(() -> clock.secondsUntilReminder(bad) > 0);
      assertThat(clock.secondsUntilReminder(bad)).isLessThanOrEqualTo(10);
      assertThat(program.status(bad)).isEqualTo("scheduled");
      JsonObject shown =
          new JsonObject(program.visitor().get("/api/v2/evaluations/" + bad.id()).body());
      JsonObject last = shown.getJsonArray("history").getJsonObject(3);
      assertThat(last.getString("kind")).isEqualTo("failed");
      assertThat(last.getString("detail")).contains("cannot be written");
      assertThat(program.logs().holding("Reminder cannot be written")).hasSize(1);

      program.database().execute("ALTER TABLE outbox DROP CONSTRAINT unstorable");
      program.database().execute("UPDATE jobs SET due_at = now() WHERE kind = 'reminder'");

      await().until(() -> program.toldAbout(bad).size() == 1);
    }
  }
}
