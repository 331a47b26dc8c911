/**
 * The way into the rooms of meetings. Called through HTTP only; owns the join link {@code /j/…} and
 * its pages. Promises that the link leads to the room, cannot be guessed, and opens when the
 * meeting says so.
 */
@NullMarked
package io.foyer.rooms;

import org.jspecify.annotations.NullMarked;
