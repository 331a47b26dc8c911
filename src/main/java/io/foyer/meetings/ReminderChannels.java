package io.foyer.meetings;

import java.util.List;

/**
 * Channels that reminders can be sent by.
 *
 * @param perTeam channels that send one message to all participants
 * @param perPerson channels that send one message to each participant
 * @param defaults channels of a meeting that names none; may name channels that are not configured
 */
public record ReminderChannels(
    List<String> perTeam, List<String> perPerson, List<String> defaults) {
  public ReminderChannels {
    perTeam = List.copyOf(perTeam);
    perPerson = List.copyOf(perPerson);
    defaults = List.copyOf(defaults);
  }
}
