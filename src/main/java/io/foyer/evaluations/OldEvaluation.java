package io.foyer.evaluations;

import io.foyer.meetings.Booking;
import io.foyer.meetings.ImportedMeeting;
import io.foyer.meetings.Meeting.Status;
import io.foyer.meetings.Participant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An evaluation in the tables of 42-jitsi.
 *
 * @param over whether it began too long ago for a reminder
 * @param logins participants without duplicates, the corrector first if there is one
 */
record OldEvaluation(
    long id,
    Instant beginAt,
    boolean notified,
    boolean over,
    boolean corrected,
    List<String> logins) {
  OldEvaluation {
    logins = List.copyOf(logins);
  }

  Optional<String> corrector() {
    return corrected ? Optional.of(logins.getFirst()) : Optional.empty();
  }

  Status status() {
    if (notified) {
      return Status.ANNOUNCED;
    }
    if (over) {
      return Status.MISSED;
    }
    return corrected ? Status.PLANNED : Status.UNSCHEDULED;
  }

  /** An announced meeting keeps the room name that 42-jitsi gave it. */
  ImportedMeeting meeting(String meetingId) {
    String old = Long.toString(id);
    return new ImportedMeeting(
        new Booking(meetingId, "evaluation", old, "42 Evaluation", beginAt, corrected),
        status(),
        notified
            ? Optional.of(String.join("-", Stream.concat(Stream.of(old), logins.stream()).toList()))
            : Optional.empty(),
        logins.stream().map(this::participant).toList());
  }

  private Participant participant(String login) {
    boolean corrects = corrector().filter(login::equals).isPresent();
    return new Participant(
        login, corrects ? "corrector" : "corrected", new Participant.Email.Pending());
  }
}
