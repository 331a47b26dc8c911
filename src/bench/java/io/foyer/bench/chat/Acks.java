package io.foyer.bench.chat;

/** Counts answers to sends. */
final class Acks implements Tally {
  private final Marker marker;
  private long count;

  Acks(String text) {
    this.marker = new Marker(text);
  }

  @Override
  public long read(byte[] bytes, int length, long state) {
    int seen = (int) state;
    for (int i = 0; i < length; i++) {
      seen = marker.after(seen, bytes[i]);
      if (seen == marker.length()) {
        count++;
      }
    }
    return seen;
  }

  @Override
  public long count() {
    return count;
  }
}
