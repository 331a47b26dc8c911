/**
 * Jitsi rooms: names and signed tokens. Called by meetings and by the join page; owns the room
 * name. Promises names of 128 random bits unless the old, guessable form is asked for.
 */
@NullMarked
package io.foyer.rooms.jitsi;

import org.jspecify.annotations.NullMarked;
