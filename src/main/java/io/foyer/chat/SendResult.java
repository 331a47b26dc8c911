package io.foyer.chat;

import java.time.Instant;

/**
 * Result of sending a message; the same for every retry with the same idempotency key.
 *
 * @param id 24 hex digits
 * @param seq sequence number in the room
 * @param repeated whether it is a retry of a message that was already written
 */
public record SendResult(String id, long seq, Instant at, boolean repeated) {}
