package io.foyer.bench.chat;

import java.nio.charset.StandardCharsets;

/** Finds a text in a stream of bytes, wherever it is cut (Knuth, Morris, Pratt). */
final class Marker {
  private final byte[] text;
  private final int[] back;

  Marker(String text) {
    this.text = text.getBytes(StandardCharsets.US_ASCII);
    this.back = new int[this.text.length + 1];
    back[0] = -1;
    for (int i = 0, at = -1; i < this.text.length; ) {
      while (at >= 0 && this.text[i] != this.text[at]) {
        at = back[at];
      }
      back[++i] = ++at;
    }
  }

  int length() {
    return text.length;
  }

  /** How much of the text has been seen after another byte; {@link #length()} when it is whole. */
  int after(int seen, byte next) {
    int at = seen == text.length ? back[seen] : seen;
    while (at >= 0 && text[at] != next) {
      at = back[at];
    }
    return at + 1;
  }
}
