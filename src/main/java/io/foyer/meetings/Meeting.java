package io.foyer.meetings;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stored meeting.
 *
 * @param version increases with every new announcement: another time or room, or a resend
 */
public record Meeting(
    String id,
    String origin,
    String originId,
    String title,
    MeetingTimes times,
    ConferenceRoom room,
    String joinSecret,
    long version,
    Status status,
    Phase phase,
    Optional<Instant> scheduledAt,
    List<Participant> participants) {
  /**
   * State of the announcement of a meeting.
   *
   * <pre>{@code
   * planned --enriched--> scheduled --due--> announced
   *    |                    ^  |                |
   *    +--> unscheduled <---+  +--> missed      +--new time--> scheduled
   *
   * any state --cancel--> cancelled
   * }</pre>
   */
  public enum Status {
    /** Booked; its participants are not known yet. */
    PLANNED,
    /** Stored, but not scheduled: data is missing. */
    UNSCHEDULED,
    /** Scheduled: announced when due. */
    SCHEDULED,
    /** Announced. */
    ANNOUNCED,
    /** Began before it could be announced. */
    MISSED,
    /** Cancelled. */
    CANCELLED
  }

  /** How far a meeting has come, whatever its announcement. */
  public enum Phase {
    /** Not begun. */
    BOOKED,
    /** Its room is open before the start. */
    OPEN,
    /** Begun. */
    RUNNING,
    /** Over. */
    OVER
  }

  /** The last part of the link that all participants share. */
  public String joinKey() {
    return id + joinSecret;
  }
}
