package io.foyer.platform.nats;

import java.time.Instant;

/**
 * A stored message, with a flag for malformed headers.
 *
 * @param malformed whether its headers are malformed: some clients drop such a message, or receive
 *     nothing any more
 */
public record RawStreamMessage(StreamMessage message, boolean malformed) {
  /** Sequence in the stream. */
  public long seq() {
    return message.seq();
  }

  /** Timestamp by the broker; the same at every delivery. */
  public Instant at() {
    return message.at();
  }
}
