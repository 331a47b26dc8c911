/**
 * Jitsi rooms: names and signed tokens. Called by meetings and by the join page; owns the room
 * names. Promises names of 128 random bits unless the old, guessable scheme is configured.
 */
@NullMarked
package io.foyer.rooms.jitsi;

import org.jspecify.annotations.NullMarked;
