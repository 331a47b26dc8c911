package io.foyer.meetings;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The times of a meeting.
 *
 * @param endsAt its end; absent where it is not known
 * @param opensAt from when its room may be entered; absent if at all times
 * @param zone the time zone it was booked in, in whose clock its start is kept too
 */
public record MeetingTimes(
    Instant startsAt, Optional<Instant> endsAt, Optional<Instant> opensAt, Optional<ZoneId> zone) {
  /**
   * Checks the order of the times.
   *
   * @throws IllegalArgumentException if it ends before it starts, or opens after its start
   */
  public MeetingTimes {
    if (endsAt.filter(end -> !end.isAfter(startsAt)).isPresent()) {
      throw new IllegalArgumentException("a meeting must end after its start");
    }
    if (opensAt.filter(open -> open.isAfter(startsAt)).isPresent()) {
      throw new IllegalArgumentException("a meeting must open before its start");
    }
  }

  /** A meeting that is open at all times and whose end is not known. */
  public static MeetingTimes startingAt(Instant start) {
    return new MeetingTimes(start, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Its start on a clock of its zone. */
  Optional<LocalDateTime> wallTime() {
    return zone.map(it -> LocalDateTime.ofInstant(startsAt, it));
  }
}
