package io.foyer.feeds;

import java.time.Instant;
import java.util.Optional;

/**
 * A range of a feed's messages, by number and by time; both must match.
 *
 * @param feed id of the feed
 * @param kept first kept number
 * @param head last number at the time of the request
 * @param after exclusive lower bound of the numbers
 * @param ordinary upper bound for messages decoded on arrival
 * @param last upper bound for replayed messages
 */
record MessageRange(
    int feed, long kept, long head, long after, long ordinary, long last, Period period) {
  /** A time range: {@code from} inclusive, {@code to} exclusive; an empty bound is open. */
  record Period(Optional<Instant> from, Optional<Instant> to) {
    static final Period ALWAYS = new Period(Optional.empty(), Optional.empty());

    boolean always() {
      return from.isEmpty() && to.isEmpty();
    }
  }

  /** What is left of it. */
  MessageRange after(long number) {
    return new MessageRange(feed, kept, head, number, ordinary, last, period);
  }

  /** The same up to what is known to be the numbers of its time. */
  MessageRange within(long first, long ordinaryEnd, long end) {
    return new MessageRange(
        feed,
        kept,
        head,
        Math.max(after, first - 1),
        Math.min(ordinary, ordinaryEnd),
        Math.min(last, end),
        period);
  }

  boolean over() {
    return after >= last;
  }
}
