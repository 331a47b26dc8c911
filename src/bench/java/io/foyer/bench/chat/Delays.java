package io.foyer.bench.chat;

import java.util.Arrays;

/** Reads from each delivery when it was sent: ten digits of microseconds after its mark. */
final class Delays implements Tally {
  private static final int DIGITS = 10;
  private static final int BEGUN = 11; // the first half of the mark was seen
  private static final int LONGEST_MICROS = 10_000_000;

  private final int[] byMicros = new int[LONGEST_MICROS];
  private long count;
  private long all;

  /** Microseconds of a clock that only this program knows. */
  static long now() {
    return System.nanoTime() / 1_000 % 10_000_000_000L;
  }

  /** A text of this length that says when it was sent. */
  static String stamped(int length) {
    String stamp = "~~%010d".formatted(now());
    return stamp + "x".repeat(length - stamp.length());
  }

  @Override
  public long read(byte[] bytes, int length, long state) {
    long value = state >> 4; // below it: how many digits are still to come
    int missing = (int) (state & 15);
    long now = 0;
    for (int i = 0; i < length; i++) {
      boolean mark = bytes[i] == Deliveries.MARK;
      if (missing == BEGUN) {
        missing = mark ? DIGITS : 0;
        value = 0;
      } else if (missing > 0) {
        value = value * 10 + bytes[i] - '0';
        if (--missing == 0) {
          now = now == 0 ? now() : now;
          note(now - value);
        }
      } else if (mark) {
        missing = BEGUN;
      }
    }
    return value << 4 | missing;
  }

  private void note(long micros) {
    byMicros[Math.clamp(micros, 0, LONGEST_MICROS - 1)]++;
    count++;
    all++;
  }

  @Override
  public long count() {
    return count;
  }

  /** How many since the beginning. */
  long all() {
    return all;
  }

  /** Forgets how late those before were. */
  void reset() {
    Arrays.fill(byMicros, 0);
    count = 0;
  }

  /** What so large a part took at most, in ms. */
  double quantile(double part) {
    long rest = (long) Math.ceil(count * part);
    int micros = 0;
    while (micros < LONGEST_MICROS - 1 && rest > byMicros[micros]) {
      rest -= byMicros[micros++];
    }
    return micros / 1000.0;
  }
}
