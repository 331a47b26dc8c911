package io.foyer.feeds;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/**
 * A message that is written down.
 *
 * @param number its place in the feed: from 1, without a gap
 * @param at when the broker took it, in microseconds
 * @param seq its place in the stream, of which there may have been several: {@code incarnation}
 * @param payload as it came
 */
record StoredMessage(long number, Instant at, long seq, long incarnation, Buffer payload) {}
