package io.foyer.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Bounded list of the latest items, with a count of all. */
final class Recent<T> {
  private final int most;
  private final Deque<T> items = new ArrayDeque<>();
  private long count;

  Recent(int most) {
    this.most = most;
  }

  synchronized void add(T item) {
    if (items.size() == most) {
      items.removeFirst();
    }
    items.addLast(item);
    count++;
  }

  /** Oldest first. */
  synchronized List<T> items() {
    return List.copyOf(items);
  }

  synchronized long count() {
    return count;
  }
}
