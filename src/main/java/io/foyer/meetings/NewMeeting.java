package io.foyer.meetings;

/**
 * A booking with the generated values of a new meeting.
 *
 * @param roomName permanent name of the room
 * @param joinSecret random last part of the link
 */
public record NewMeeting(Booking booking, String roomName, String joinSecret) {}
