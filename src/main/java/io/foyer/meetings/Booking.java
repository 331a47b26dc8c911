package io.foyer.meetings;

import java.time.Instant;

/**
 * What a door asks for.
 *
 * @param meetingId the meeting's id, made by the door for a new one
 * @param origin the door, such as {@code evaluation}
 * @param originId what the door calls it
 * @param armable whether it may be announced; else it is kept, and silent
 */
public record Booking(
    String meetingId,
    String origin,
    String originId,
    String title,
    Instant startsAt,
    boolean armable) {}
