/**
 * Meetings: a time, participants, a room and a reminder. Called by the booking features in their
 * own transaction. Owns the tables {@code meetings} and {@code participants} and the reminder
 * scheduler; promises that each version of a meeting is announced once to every participant with an
 * address.
 */
@NullMarked
package io.foyer.meetings;

import org.jspecify.annotations.NullMarked;
