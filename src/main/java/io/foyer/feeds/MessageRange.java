package io.foyer.feeds;

import java.time.Instant;
import java.util.Optional;

/**
 * A part of a feed, by number and by time; both must hold.
 *
 * @param feed the id of the row it belongs to
 * @param kept the first number that is kept
 * @param head the newest number when it was asked
 * @param after the numbers above this one
 * @param ordinary up to this one of what was readable when it came
 * @param last up to this one of what was replayed, too
 */
record MessageRange(
    int feed, long kept, long head, long after, long ordinary, long last, Period period) {
  /** A stretch of time: {@code from} is in it, {@code to} is not; what is empty is no bound. */
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
