/**
 * Rooms that meetings happen in. Called by the doors for names and by people for the way in; owns
 * the link {@code /j/…}. Promises that the link leads to the room and that nobody can guess it.
 */
@NullMarked
package io.foyer.rooms;

import org.jspecify.annotations.NullMarked;
