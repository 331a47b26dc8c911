package io.foyer.platform;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * Names for what Foyer creates. Ids of one instance are strictly increasing and therefore unique,
 * also within a millisecond and when the clock steps back; two processes collide with a chance of
 * less than one in 10^14 for each pair of ids of the same millisecond. Safe for use by many
 * threads.
 *
 * <p>An id is 48 bits of milliseconds since 1970 and a tail of 48 bits, 24 lower-case hex digits in
 * all, so that text order is time order. The tail starts at a random point in every new millisecond
 * and grows by random steps within it (the monotonic method of RFC 9562, 6.2): a counter from zero
 * would leave too little randomness to tell two nodes apart. Ids can be guessed; what must not be
 * guessed is a {@link #secret}.
 */
public final class Ids {
  private static final int SECRET_LENGTH = 26;
  private static final char[] BASE32 = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
  private static final long TAIL_END = 1L << 48;
  // The upper half of the tail is left free for the steps within one millisecond.
  private static final long TAIL_START_END = 1L << 47;
  private static final long STEP_END = 1L << 32;

  private final InstantSource clock;
  private final SecureRandom unguessable = new SecureRandom();
  private final SplittableRandom random = new SplittableRandom(unguessable.nextLong());
  private long millis;
  private long tail;

  /** Ids by the clock of this machine. */
  public Ids() {
    this(InstantSource.system());
  }

  /** Ids by {@code clock}. */
  public Ids(InstantSource clock) {
    this.clock = clock;
  }

  /** The next id. */
  public String next() {
    long now = clock.millis();
    HexFormat hex = HexFormat.of();
    synchronized (this) {
      advance(now);
      return hex.toHexDigits(millis, 12) + hex.toHexDigits(tail, 12);
    }
  }

  private void advance(long now) {
    if (now > millis) {
      millis = now;
      tail = random.nextLong(TAIL_START_END);
      return;
    }
    tail += 1 + random.nextLong(STEP_END);
    if (tail >= TAIL_END) {
      millis++;
      tail = random.nextLong(TAIL_START_END);
    }
  }

  /** 130 bits that nobody can guess, as 26 characters of a-z and 2-7: fit for addresses. */
  public String secret() {
    byte[] bytes = new byte[SECRET_LENGTH];
    unguessable.nextBytes(bytes);
    StringBuilder text = new StringBuilder(SECRET_LENGTH);
    for (byte b : bytes) {
      text.append(BASE32[b & 31]);
    }
    return text.toString();
  }
}
