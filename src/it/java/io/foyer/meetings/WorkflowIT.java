package io.foyer.meetings;

import static io.foyer.meetings.MeetingsFixture.person;
import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.jobs.Job;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The job of a meeting takes each step of its workflow once, however late. */
class WorkflowIT {
  private final MeetingsFixture fixture = new MeetingsFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  private String phase(String id) {
    return fixture.fresh.text("SELECT phase FROM meetings WHERE id = '%s'".formatted(id));
  }

  private List<String> entries(String id) {
    return fixture.fresh.column(
        "SELECT message FROM meeting_log WHERE meeting_id = '%s' ORDER BY id".formatted(id));
  }

  private String jobs(String id) {
    return fixture.fresh.text(
        "SELECT count(*) FROM jobs WHERE kind = 'meeting' AND key = '%s'".formatted(id));
  }

  /** Opens ten minutes before its start and takes an hour. */
  private String hour(Duration ahead) {
    Instant start = Instant.now().plus(ahead);
    MeetingTimes times =
        new MeetingTimes(
            start,
            Optional.of(start.plus(Duration.ofHours(1))),
            Optional.of(start.minus(Duration.ofMinutes(10))),
            Optional.empty());
    return fixture.scheduled(times, person("ann"));
  }

  @Test
  void aMeetingOpensBeginsAndEnds() {
    String id = hour(Duration.ofMinutes(30));
    fixture.workflow();
    assertThat(phase(id)).isEqualTo("booked");

    fixture.shift(id, Duration.ofMinutes(25));
    fixture.workflow();
    assertThat(phase(id)).isEqualTo("open");
    fixture.shift(id, Duration.ofMinutes(10));
    fixture.workflow();
    assertThat(phase(id)).isEqualTo("running");
    fixture.shift(id, Duration.ofMinutes(90));
    fixture.workflow();

    assertThat(phase(id)).isEqualTo("over");
    assertThat(entries(id)).containsExactly("Room open", "Begun", "Over");
    assertThat(jobs(id)).isEqualTo("0");
  }

  @Test
  void whatWasDueDuringAnOutageIsTakenInOneRunInItsOrder() {
    String id = hour(Duration.ofMinutes(30));

    fixture.shift(id, Duration.ofHours(5));
    fixture.workflow();

    assertThat(entries(id)).containsExactly("Room open", "Begun", "Over");
    assertThat(fixture.status(id)).isEqualTo("missed");
  }

  @Test
  void aMeetingThatIsMovedBeginsAnew() {
    String id = hour(Duration.ofMinutes(5));
    fixture.workflow();
    assertThat(phase(id)).isEqualTo("open");

    fixture.move(id, Duration.ofHours(3));
    fixture.workflow();

    assertThat(phase(id)).isEqualTo("booked");
  }

  @Test
  void aCancelledMeetingHasNoStepLeft() {
    String id = hour(Duration.ofMinutes(5));

    fixture.write(tx -> fixture.meetings.cancel(tx, List.of(id)));

    assertThat(jobs(id)).isEqualTo("0");
  }

  @Test
  void twoRunsOfOneJobTakeAStepOnce() {
    String id = hour(Duration.ofMinutes(5));
    WorkflowHandler handler = fixture.handler();
    // The lease of the first runs out before it is run: the second is the holder.
    Job first = claim(Duration.ZERO);
    Job second = claim(Duration.ofMinutes(1));

    List<Future<?>> runs = Stream.of(first, second).<Future<?>>map(handler::run).toList();
    await(Future.join(runs).otherwiseEmpty());

    assertThat(runs.get(0).failed()).isTrue();
    assertThat(runs.get(1).succeeded()).isTrue();
    assertThat(entries(id)).containsExactly("Room open");
  }

  private Job claim(Duration lease) {
    return await(fixture.jobs.claim(fixture.database, MeetingService.MEETING, 1, lease)).getFirst();
  }

  @Test
  void aMeetingWhosePeopleCannotBeReachedIsMissedAfterItsOwnGrace() {
    String id = fixture.scheduled(Duration.ofMinutes(5), MeetingsFixture.unreachable("bob"));
    fixture.fresh.execute("UPDATE meetings SET grace_seconds = 3600");
    fixture.turn();

    fixture.shift(id, Duration.ofMinutes(30));
    fixture.turn();
    assertThat(fixture.status(id)).isEqualTo("scheduled");
    fixture.shift(id, Duration.ofMinutes(40));
    fixture.turn();

    assertThat(fixture.status(id)).isEqualTo("missed");
  }
}
