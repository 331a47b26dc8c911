package io.foyer.meetings;

import io.foyer.meetings.Meeting.Status;
import java.util.List;
import java.util.Optional;

/**
 * A meeting imported from another system.
 *
 * @param status {@link Status#ANNOUNCED} if that system has announced it: it is not announced again
 * @param roomName the announced room; empty where none was announced
 */
public record ImportedMeeting(
    Booking booking, Status status, Optional<String> roomName, List<Participant> people) {
  public ImportedMeeting {
    people = List.copyOf(people);
  }
}
