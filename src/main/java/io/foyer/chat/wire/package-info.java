/**
 * The protocols of the chat: ways in and out of {@link io.foyer.chat.ChatService} and the hub.
 *
 * <p>Called by the HTTP edge. Owns what the protocols say and no data. Promises of {@code /v1/chat}
 * the old paths, bodies and codes.
 */
@NullMarked
package io.foyer.chat.wire;

import org.jspecify.annotations.NullMarked;
