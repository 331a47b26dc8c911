/**
 * Foyer's own ways in and out of the chat: WebSocket at {@code /ws} and Server-Sent Events.
 *
 * <p>Called by the HTTP edge. Owns the protocol of docs/chat-protocol.md. Promises that nobody
 * hears anything before it is known who he is, nor after his log-in has ended, and that a bad frame
 * is answered to its sender alone.
 */
@NullMarked
package io.foyer.chat.wire.plain;

import org.jspecify.annotations.NullMarked;
