/**
 * The chat for clients of the Vert.x event-bus bridge, over SockJS and plain WebSockets below
 * {@code /eventbus}.
 *
 * <p>Called by browsers and programs with {@code vertx-eventbus.js}. Owns no rows. Promises that
 * nothing is reachable but the addresses of docs/chat-bridge.md, each judged for the person and the
 * room, and that what one client does wrong is answered to that client only.
 */
@NullMarked
package io.foyer.chat.wire.bridge;

import org.jspecify.annotations.NullMarked;
