/**
 * Meetings: times, participants, a room and a reminder. Called by the booking features in their own
 * transaction. Owns the tables {@code meetings}, {@code participants} and {@code meeting_log}, the
 * reminder scheduler and the workflow of each meeting; promises that each version of a meeting is
 * announced once to every participant with an address, and that each step is taken once.
 */
@NullMarked
package io.foyer.meetings;

import org.jspecify.annotations.NullMarked;
