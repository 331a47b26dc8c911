package io.foyer.meetings;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.meetings.Meeting.Phase;
import io.foyer.meetings.Meeting.Status;
import io.foyer.meetings.Workflow.Due;
import io.foyer.meetings.Workflow.State;
import io.foyer.meetings.Workflow.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class WorkflowTest {
  private static final Instant START = Instant.parse("2026-12-01T14:30:00Z");
  private static final Duration GRACE = Duration.ofMinutes(10);
  private static final Duration OVERRUN = Duration.ofMinutes(30);
  private final Workflow workflow = new Workflow(GRACE, OVERRUN);

  private static State state(Status status) {
    return new State(MeetingTimes.startingAt(START), status, Phase.BOOKED, Optional.empty());
  }

  @Test
  void aMeetingOfWhichOnlyTheStartIsKnownIsMissedAndOver() {
    State booked = state(Status.SCHEDULED);

    assertThat(workflow.next(booked)).contains(new Due(Step.MISS, START.plus(GRACE)));
    State missed = Workflow.after(booked, Step.MISS);
    assertThat(workflow.next(missed)).contains(new Due(Step.END, START.plus(Workflow.LENGTH)));
    assertThat(workflow.next(Workflow.after(missed, Step.END))).isEmpty();
  }

  @Test
  void anAnnouncedMeetingIsNotMissed() {
    assertThat(workflow.next(state(Status.ANNOUNCED))).map(Due::step).contains(Step.END);
  }

  @Test
  void aMeetingsOwnGraceCounts() {
    State own =
        new State(
            MeetingTimes.startingAt(START),
            Status.SCHEDULED,
            Phase.BOOKED,
            Optional.of(Duration.ofHours(1)));

    assertThat(workflow.next(own)).contains(new Due(Step.MISS, START.plus(Duration.ofHours(1))));
  }

  @Test
  void nothingHappensToWhatIsCancelledOrWithoutASchedule() {
    assertThat(workflow.next(state(Status.CANCELLED))).isEmpty();
    assertThat(workflow.next(state(Status.UNSCHEDULED))).isEmpty();
  }

  /** The steps that are taken at each of these moments, and after them all others. */
  private List<Due> run(State state, List<Duration> clock) {
    List<Due> taken = new ArrayList<>();
    State current = state;
    for (Duration at : clock) {
      current = advance(current, START.plus(at), taken);
    }
    advance(current, Instant.MAX, taken);
    return taken;
  }

  private State advance(State state, Instant now, List<Due> taken) {
    State current = state;
    Optional<Due> next = workflow.next(current);
    while (next.isPresent() && !next.get().at().isAfter(now)) {
      taken.add(next.get());
      current = Workflow.after(current, next.get().step());
      next = workflow.next(current);
    }
    return current;
  }

  @Property
  void theClockDecidesWhenAStepIsTakenButNotWhich(
      @ForAll("states") State state, @ForAll("clocks") List<Duration> clock) {
    List<Due> taken = run(state, clock);

    assertThat(taken).isEqualTo(run(state, List.of()));
    assertThat(taken).extracting(Due::step).doesNotHaveDuplicates();
    assertThat(taken).isSortedAccordingTo(Comparator.comparing(Due::at));
    boolean lives = state.status() != Status.CANCELLED && state.status() != Status.UNSCHEDULED;
    assertThat(taken.stream().anyMatch(due -> due.step() == Step.END)).isEqualTo(lives);
  }

  @Provide
  Arbitrary<State> states() {
    Arbitrary<Optional<Instant>> ends = minutes(1, 600).map(it -> it.map(START::plus));
    Arbitrary<Optional<Instant>> opens = minutes(0, 600).map(it -> it.map(START::minus));
    Arbitrary<MeetingTimes> times =
        Combinators.combine(ends, opens)
            .as((end, open) -> new MeetingTimes(START, end, open, Optional.empty()));
    return Combinators.combine(times, Arbitraries.of(Status.class), minutes(0, 60))
        .as((time, status, grace) -> new State(time, status, Phase.BOOKED, grace));
  }

  /** In any order: a clock may be set back. */
  @Provide
  Arbitrary<List<Duration>> clocks() {
    return Arbitraries.integers()
        .between(-700, 1200)
        .map(it -> Duration.ofMinutes(it))
        .list()
        .ofMaxSize(6);
  }

  private static Arbitrary<Optional<Duration>> minutes(int least, int most) {
    return Arbitraries.integers().between(least, most).map(it -> Duration.ofMinutes(it)).optional();
  }
}
