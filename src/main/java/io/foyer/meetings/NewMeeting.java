package io.foyer.meetings;

/**
 * A booking with all that is made up once for a meeting, should it be new.
 *
 * @param roomName names the room, for ever
 * @param joinSecret the last part of the link, unguessable
 */
public record NewMeeting(Booking booking, String roomName, String joinSecret) {}
