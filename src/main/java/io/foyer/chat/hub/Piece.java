package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * What follows a number, as one buffer.
 *
 * @param frames the receiver releases it
 * @param last the number that is reached with it
 * @param events how many they are
 * @param departure its last event, if with this somebody ceased to be a member
 */
record Piece(ByteBuf frames, long last, int events, Optional<ChatEvent> departure) {}
