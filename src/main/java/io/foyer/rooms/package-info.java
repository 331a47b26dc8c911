/**
 * Video rooms of meetings. Called by the booking features for names; owns the join link {@code
 * /j/…}. Promises that the link leads to the room and cannot be guessed.
 */
@NullMarked
package io.foyer.rooms;

import org.jspecify.annotations.NullMarked;
