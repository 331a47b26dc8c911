/**
 * The chat as st-chat spoke it: a port of its own, one room, no log-in, a name for each connection.
 *
 * <p>Called by whoever connects. Owns no rows but through {@code GuestLog}. Promises that what a
 * guest sees is committed, and that each connection has one joining and one leaving in the log.
 */
@NullMarked
package io.foyer.chat.wire.stchat;

import org.jspecify.annotations.NullMarked;
