package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.Needs;
import io.foyer.testing.Services;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * F14: the clock jumps by an hour, and the nodes' clocks are five seconds apart. The database's
 * clock alone says what is due, so a jump is made by moving its rows.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = Machine.NAME, mode = ResourceAccessMode.READ)
class ClockFault {
  private static final int GROUP = 40;
  private static final Duration APART = Duration.ofSeconds(5);
  private static final String FIRST = "origin_id::bigint <= " + GROUP;
  private static final String SECOND = "origin_id::bigint > " + GROUP;

  @Test
  void jumpOfAnHourAnnouncesWhatBecameDueOnceAndNothingElse() {
    try (Stage stage = new Stage("f14").nodes(2)) {
      apart(stage.nodes().get(0), APART);
      stage.nodes().start();
      isApart(stage.nodes().get(0), APART);
      isApart(stage.nodes().get(1), Duration.ZERO);
      Instant base = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Plan.WARN_BEFORE);
      try (Load load = stage.http(inHalfAnHour(base), 1)) {
        load.await();
      }
      awaitScheduled(stage, 2 * GROUP);
      // The clock was set back by an hour when one group was due in some seconds, and forward when
      // the other was due in half an hour.
      move(stage, FIRST, ofFirst(stage, "now() + interval '30 seconds' - max(due_at)"));
      String due = ofFirst(stage, "max(due_at)");
      Beat.ofSeconds(2);
      move(stage, FIRST, "1 hour");
      move(stage, SECOND, "-1 hour");
      awaitAnnounced(stage, GROUP);
      Awaitility.await("the first group would have been announced")
          .until(
              () -> ofFirst(stage, "now() > '%s'::timestamptz + interval '6 s'".formatted(due)),
              "t"::equals);
      assertThat(links(stage))
          .as("announced once each, and nothing that was put off")
          .containsExactlyInAnyOrderElementsOf(linksOf(stage, GROUP));

      move(stage, FIRST, "-1 hour");
      awaitAnnounced(stage, 2 * GROUP);
      assertThat(links(stage))
          .as("announced once each, also what was put off")
          .containsExactlyInAnyOrderElementsOf(linksOf(stage, 0));
    }
  }

  private static void awaitAnnounced(Stage stage, int count) {
    Awaitility.await().until(() -> links(stage).size() >= count && stage.idle());
    System.out.println("fault f14: announced " + links(stage).size() + " of " + 2 * GROUP);
  }

  /** Something of the reminders of the first group. */
  private static String ofFirst(Stage stage, String what) {
    return stage
        .database()
        .text(
            """
            SELECT %s FROM foyer.jobs WHERE kind = 'reminder'
              AND key IN (SELECT id FROM foyer.meetings WHERE %s)
            """
                .formatted(what, FIRST));
  }

  private static Plan inHalfAnHour(Instant base) {
    List<Plan.Step> steps = new ArrayList<>();
    for (int id = 1; id <= 2 * GROUP; id++) {
      Instant begin = base.plusSeconds(1_800);
      WebhookDelivery webhookDelivery =
          new WebhookDelivery("d-" + id, id, WebhookDelivery.Kind.CREATE, begin, base);
      steps.add(new Plan.Step(Duration.ofMillis(10L * id), webhookDelivery));
    }
    return new Plan(steps);
  }

  private static void awaitScheduled(Stage stage, int count) {
    Awaitility.await()
        .until(
            () ->
                stage
                        .database()
                        .number(
                            "SELECT count(*) FROM foyer.meetings WHERE scheduled_at IS NOT NULL")
                    == count);
  }

  private static void move(Stage stage, String whom, String by) {
    stage
        .database()
        .execute(
            """
            BEGIN;
            UPDATE foyer.jobs SET due_at = due_at + interval '%2$s' WHERE kind = 'reminder'
              AND key IN (SELECT id FROM foyer.meetings WHERE %1$s);
            UPDATE foyer.meetings SET starts_at = starts_at + interval '%2$s' WHERE %1$s;
            COMMIT;
            """
                .formatted(whom, by));
  }

  private static List<String> links(Stage stage) {
    return stage.history().all(Event.Posted.class).map(Event.Posted::link).toList();
  }

  private static List<String> linksOf(Stage stage, long after) {
    return stage.stored().books().meetings().stream()
        .filter(meeting -> meeting.evaluation() > after)
        .map(Books.Meeting::link)
        .toList();
  }

  /** The node's own clock will be wrong. */
  private static void apart(FoyerProcess process, Duration by) {
    Path library = Needs.of("libfaketime", Services.find().faketime());
    process
        .set("LD_PRELOAD", library.toString())
        .set("FAKETIME", "+" + by.toSeconds() + "s")
        .set("FAKETIME_DONT_FAKE_MONOTONIC", "1");
  }

  private static void isApart(FoyerProcess process, Duration by) {
    Duration rounding = Duration.ofMillis(50);
    Instant before = Instant.now().minus(rounding);
    Instant shown = process.clock();
    assertThat(shown.minus(by)).isBetween(before, Instant.now().plus(rounding));
  }
}
