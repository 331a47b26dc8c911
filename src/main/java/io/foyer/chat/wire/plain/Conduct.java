package io.foyer.chat.wire.plain;

/**
 * How a client behaves: offences add up, good frames make up for them. For one thread.
 *
 * <p>A frame too many is a tenth of an offence: whoever sends faster than he may and heeds the
 * answers is no fool.
 */
final class Conduct {
  private static final int BAD = 10;
  private static final int LIMIT = 20 * BAD;

  private int points;

  /** A frame that could be read. */
  void good() {
    points = Math.max(0, points - 1);
  }

  /** One that could not; whether it was one too many. */
  boolean bad() {
    points += BAD;
    return points >= LIMIT;
  }

  /** One that came too soon; whether it was one too many. */
  boolean hasty() {
    points += 1;
    return points >= LIMIT;
  }
}
