package io.foyer.feeds;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;

/**
 * A message in quarantine, which could not be decoded.
 *
 * @param position position in the stream
 * @param at broker timestamp
 * @param payload raw bytes
 * @param replay result of a successful replay, if any
 */
record Quarantined(
    StreamPosition position,
    Instant at,
    String reason,
    Instant foundAt,
    Buffer payload,
    Optional<Replay> replay) {
  /** A position in a stream, ordered by incarnation, then sequence. */
  record StreamPosition(long incarnation, long seq) {
    static final StreamPosition START = new StreamPosition(0, 0);

    /** Parses the form of {@link #toString}; the OpenAPI contract has validated it. */
    static StreamPosition of(String text) {
      int dash = text.indexOf('-');
      return new StreamPosition(
          Long.parseLong(text.substring(0, dash)), Long.parseLong(text.substring(dash + 1)));
    }

    @Override
    public String toString() {
      return incarnation + "-" + seq;
    }
  }

  /** The assigned number and its time. */
  record Replay(long number, Instant at) {}
}
