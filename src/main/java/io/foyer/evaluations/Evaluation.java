package io.foyer.evaluations;

import io.foyer.evaluations.EvaluationEvent.Changed;
import io.foyer.meetings.Booking;
import java.time.Instant;
import java.util.Optional;

/**
 * A stored evaluation. The tombstone of an unknown id has neither time nor team.
 *
 * @param revision increases with every delivery that changes it
 */
record Evaluation(
    long id,
    Optional<String> meetingId,
    Optional<Instant> beginAt,
    Optional<Long> teamId,
    Optional<String> corrector,
    Optional<Instant> updatedAt,
    long revision,
    Optional<Instant> enrichedAt,
    Optional<Instant> destroyedAt,
    Instant changedAt) {
  /** Origin of this feature's meetings. */
  static final String ORIGIN = "evaluation";

  /** What it asks of the meetings, unless it is a tombstone. */
  Optional<Booking> booking() {
    return meetingId.flatMap(
        meeting -> beginAt.map(begin -> booking(meeting, id, begin, corrector.isPresent())));
  }

  /** What it asks of the meetings once it is as {@code now}; not for a tombstone. */
  Booking booking(EvaluationState now) {
    return booking(meetingId.orElseThrow(), id, now.beginAt(), now.corrector().isPresent());
  }

  /** What a new evaluation asks of the meetings. */
  static Booking newBooking(String meetingId, Changed now) {
    return booking(meetingId, now.id(), now.beginAt(), now.corrector().isPresent());
  }

  private static Booking booking(String meeting, long id, Instant begin, boolean announceable) {
    return new Booking(meeting, ORIGIN, Long.toString(id), "42 Evaluation", begin, announceable);
  }
}
