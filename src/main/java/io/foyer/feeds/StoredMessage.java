package io.foyer.feeds;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/**
 * A message in the catalogue.
 *
 * @param number number in the feed: from 1, without a gap
 * @param at broker timestamp, in microseconds
 * @param seq sequence in the stream's {@code incarnation}
 * @param payload raw bytes
 */
record StoredMessage(long number, Instant at, long seq, long incarnation, Buffer payload) {}
