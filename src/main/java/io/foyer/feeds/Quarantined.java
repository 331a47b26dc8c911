package io.foyer.feeds;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;

/**
 * A message that could not be read.
 *
 * @param spot its place in the stream
 * @param at when the broker took it
 * @param payload as it came
 * @param replay what became of it, if it could be read later
 */
record Quarantined(
    StreamPosition position,
    Instant at,
    String reason,
    Instant foundAt,
    Buffer payload,
    Optional<Replay> replay) {
  /** A place in a stream; they are in order of both. */
  record StreamPosition(long incarnation, long seq) {
    static final StreamPosition START = new StreamPosition(0, 0);

    /** What {@link #toString} said; the contract has checked its form. */
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

  /** The number that it got, and when. */
  record Replay(long number, Instant at) {}
}
