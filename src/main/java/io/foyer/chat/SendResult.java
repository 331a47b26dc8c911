package io.foyer.chat;

import java.time.Instant;

/**
 * What became of a message: equal for everybody who sends it again under the same name.
 *
 * @param id 24 hex digits
 * @param seq its number in the room
 * @param repeated whether it had been written before
 */
public record SendResult(String id, long seq, Instant at, boolean repeated) {}
