package io.foyer.meetings;

import io.foyer.meetings.Meeting.Status;
import java.util.List;
import java.util.Optional;

/**
 * A meeting that another system booked before Foyer came.
 *
 * @param status {@link Status#REMINDED} where that system has told everybody: nobody is told again
 * @param roomName the room that people were told of; empty where nobody was told of any
 */
public record ImportedMeeting(
    Booking booking, Status status, Optional<String> roomName, List<Participant> people) {
  public ImportedMeeting {
    people = List.copyOf(people);
  }
}
