package io.foyer.meetings;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A meeting as stored.
 *
 * @param version grows with every new announcement: another time, or a resend
 */
public record Meeting(
    String id,
    String origin,
    String originId,
    String title,
    Instant startsAt,
    String roomName,
    String joinSecret,
    long version,
    Status status,
    Optional<Instant> armedAt,
    List<Participant> participants) {
  /** Where a meeting stands. */
  public enum Status {
    /** Booked; its people are not known yet. */
    PLANNED,
    /** Kept, but nobody is told: something is missing. */
    UNARMED,
    /** Will be announced when due. */
    ARMED,
    /** Announced. */
    REMINDED,
    /** Began before it could be announced. */
    MISSED,
    /** Taken back. */
    CANCELLED
  }

  /** The last part of the link that leads to its room. */
  public String joinKey() {
    return id + joinSecret;
  }
}
