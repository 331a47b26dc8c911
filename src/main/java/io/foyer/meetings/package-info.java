/**
 * What every door produces: a meeting with a time, people, a room and a reminder. Called by the
 * doors in their own transaction. Owns the tables {@code meetings} and {@code participants} and the
 * timer; promises that each version of a meeting is announced once to everybody who can be reached.
 */
@NullMarked
package io.foyer.meetings;

import org.jspecify.annotations.NullMarked;
