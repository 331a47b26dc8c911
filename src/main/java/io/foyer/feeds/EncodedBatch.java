package io.foyer.feeds;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Consecutive messages of one feed, small enough to be written to a socket at once, encoded once
 * per protocol. Thread-safe.
 */
final class EncodedBatch {
  private static final int MOST_CHARS = 48 * 1024;

  private final String subject;
  private final long after;
  private final List<FeedItem> items;
  private final Map<FeedWire, ByteBuf> encoded = new HashMap<>(2);
  private boolean released;

  private EncodedBatch(String subject, long after, List<FeedItem> items) {
    this.subject = subject;
    this.after = after;
    this.items = List.copyOf(items);
  }

  /**
   * Cuts messages that follow each other.
   *
   * @param after the number before them; they follow it even where some between are no longer kept
   */
  static List<EncodedBatch> cut(String subject, long after, List<FeedItem> items) {
    List<EncodedBatch> stretches = new ArrayList<>(1);
    long before = after;
    int begin = 0;
    int chars = 0;
    for (int i = 0; i < items.size(); i++) {
      int more = items.get(i).json().length();
      if (i > begin && chars + more > MOST_CHARS) {
        stretches.add(new EncodedBatch(subject, before, items.subList(begin, i)));
        before = items.get(i - 1).number();
        begin = i;
        chars = 0;
      }
      chars += more;
    }
    if (begin < items.size()) {
      stretches.add(new EncodedBatch(subject, before, items.subList(begin, items.size())));
    }
    return stretches;
  }

  /** The number before them. */
  long after() {
    return after;
  }

  long last() {
    return items.getLast().number();
  }

  int size() {
    return items.size();
  }

  /** Roughly what it weighs in memory with its frames, in bytes. */
  long weight() {
    return 2L * items.stream().mapToLong(item -> item.json().length()).sum();
  }

  /**
   * What of it comes after a number; the caller releases it. The bytes are shared, the indices are
   * the caller's.
   */
  ByteBuf frames(FeedWire wire, long at) {
    if (at > after) {
      return wire.messages(subject, items.stream().filter(item -> item.number() > at).toList());
    }
    synchronized (this) {
      return released
          ? wire.messages(subject, items)
          : encoded.computeIfAbsent(wire, it -> it.messages(subject, items)).retainedDuplicate();
    }
  }

  /** From now on its frames are made anew for each who takes them. */
  synchronized void release() {
    released = true;
    encoded.values().forEach(ByteBuf::release);
    encoded.clear();
  }
}
