package io.foyer.platform.nats;

import java.time.Instant;

/**
 * A message that a stream holds.
 *
 * @param at when the broker took it, to the microsecond: the same as long as it is the same message
 */
public record Held(long seq, Instant at) {}
