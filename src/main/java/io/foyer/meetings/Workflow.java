package io.foyer.meetings;

import io.foyer.meetings.Meeting.Phase;
import io.foyer.meetings.Meeting.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The steps of a meeting's life and when each is due. A pure function of the meeting's row: a step
 * is due once, in the order of the times, however late it is taken.
 */
final class Workflow {
  /** A step, in the order in which those of the same time are taken. */
  enum Step {
    /** Its room opens. */
    OPEN,
    /** It begins. */
    START,
    /** Its announcement comes too late: it is missed unless it was announced. */
    MISS,
    /** It is over. */
    END
  }

  /** The next step and its time. */
  record Due(Step step, Instant at) {}

  /** What the steps depend on. */
  record State(MeetingTimes times, Status status, Phase phase, Optional<Duration> grace) {}

  /** How long a meeting lasts whose end is not known. */
  static final Duration LENGTH = Duration.ofHours(4);

  private final Duration missedAfter;
  private final Duration overrun;

  /**
   * The workflow.
   *
   * @param missedAfter how long after its start a meeting is announced that says nothing else
   * @param overrun how long after its end a meeting may go on
   */
  Workflow(Duration missedAfter, Duration overrun) {
    this.missedAfter = missedAfter;
    this.overrun = overrun;
  }

  /** The next step; empty where nothing happens to the meeting by itself any more. */
  Optional<Due> next(State state) {
    return switch (state.status()) {
      case CANCELLED, UNSCHEDULED -> Optional.empty();
      case PLANNED, SCHEDULED, ANNOUNCED, MISSED ->
          Stream.of(Step.values())
              .flatMap(step -> due(step, state).map(at -> new Due(step, at)).stream())
              .min(Comparator.comparing(Due::at));
    };
  }

  private Optional<Instant> due(Step step, State state) {
    MeetingTimes times = state.times();
    return switch (step) {
      case OPEN -> times.opensAt().filter(at -> state.phase() == Phase.BOOKED);
      case START ->
          times
              .opensAt()
              .filter(at -> state.phase() == Phase.BOOKED || state.phase() == Phase.OPEN)
              .map(at -> times.startsAt());
      case MISS ->
          state.status() == Status.PLANNED || state.status() == Status.SCHEDULED
              ? Optional.of(times.startsAt().plus(state.grace().orElse(missedAfter)))
              : Optional.empty();
      case END -> state.phase() == Phase.OVER ? Optional.empty() : Optional.of(overAt(times));
    };
  }

  /** When a meeting is over, so that its room cannot be entered any more. */
  Instant overAt(MeetingTimes times) {
    return times.endsAt().map(end -> end.plus(overrun)).orElse(times.startsAt().plus(LENGTH));
  }

  /** The state after a step. */
  static State after(State state, Step step) {
    return switch (step) {
      case OPEN -> new State(state.times(), state.status(), Phase.OPEN, state.grace());
      case START -> new State(state.times(), state.status(), Phase.RUNNING, state.grace());
      case MISS -> new State(state.times(), Status.MISSED, state.phase(), state.grace());
      case END -> new State(state.times(), state.status(), Phase.OVER, state.grace());
    };
  }
}
