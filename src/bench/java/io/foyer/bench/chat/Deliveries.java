package io.foyer.bench.chat;

/**
 * Counts deliveries: each message holds two tildes in a row, and nothing else does, whatever the
 * wire. (One alone is also how a WebSocket frame says that its length follows.)
 */
final class Deliveries implements Tally {
  static final byte MARK = '~';

  private long count;

  @Override
  public long read(byte[] bytes, int length, long state) {
    int found = 0;
    boolean begun = state == 1;
    for (int i = 0; i < length; i++) {
      boolean mark = bytes[i] == MARK;
      if (mark && begun) {
        found++;
      }
      begun = mark;
    }
    count += found;
    return begun ? 1 : 0;
  }

  @Override
  public long count() {
    return count;
  }
}
