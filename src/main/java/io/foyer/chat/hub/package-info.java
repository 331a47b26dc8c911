/**
 * One hub per node: who watches which room, and how committed events reach them.
 *
 * <p>Called by the wires. Owns no rows but those of presence. Promises that a seat sees each event
 * of a room once and in order from where it asked on, and that one slow reader costs the others
 * nothing.
 */
@NullMarked
package io.foyer.chat.hub;

import org.jspecify.annotations.NullMarked;
