package io.foyer.platform.nats;

import java.time.Instant;

/**
 * A message that a stream holds.
 *
 * @param malformed whether its headers are not such as a client can be expected to read: there are
 *     clients that drop such a message, or hear nothing any more
 */
public record RawStreamMessage(StreamMessage message, boolean malformed) {
  /** Its place in the stream. */
  public long seq() {
    return message.seq();
  }

  /** When the broker took it: the same as long as it is the same message. */
  public Instant at() {
    return message.at();
  }
}
