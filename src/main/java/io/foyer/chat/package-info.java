/**
 * Chat rooms: members, permissions, and one event log per room with gapless sequence numbers.
 *
 * <p>Called by the chat APIs ({@code chat.wire}) and by the hub. Owns the tables of section Chat of
 * the baseline schema. Promises that an acknowledged message is committed exactly once, in one
 * order for all readers.
 */
@NullMarked
package io.foyer.chat;

import org.jspecify.annotations.NullMarked;
