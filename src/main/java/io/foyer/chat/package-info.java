/**
 * Rooms where people talk: who is in them, and one log for each whose numbers have no gap.
 *
 * <p>Called by every wire ({@code chat.wire}) and by the hub. Owns the tables of {@code
 * V3__chat.sql}. Promises that what was acknowledged is committed, once, in one order for all.
 */
@NullMarked
package io.foyer.chat;

import org.jspecify.annotations.NullMarked;
