package io.foyer.platform.amqp;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Unacknowledged delivery tags of one channel. No acknowledgement covers a delivery that is not
 * done, and each done delivery is covered once.
 */
final class UnackedTags {
  /** Acknowledges {@code tag}, and all before it when {@code upTo}. */
  record Ack(long tag, boolean upTo) {}

  private final TreeSet<Long> open = new TreeSet<>();
  private final TreeSet<Long> done = new TreeSet<>();

  /** Adds a delivery. Tags must be ascending. */
  void add(long tag) {
    open.add(tag);
  }

  /** Marks a delivery as done. */
  void done(long tag) {
    if (open.remove(tag)) {
      done.add(tag);
    }
  }

  /** The fewest acknowledgements that cover all done deliveries not taken before. */
  List<Ack> take() {
    List<Ack> acks = new ArrayList<>();
    TreeSet<Long> rest = done;
    long oldestOpen = open.isEmpty() ? Long.MAX_VALUE : open.first();
    var before = done.headSet(oldestOpen);
    if (!before.isEmpty()) {
      acks.add(new Ack(before.last(), before.size() > 1));
      rest = new TreeSet<>(done.tailSet(oldestOpen));
    }
    rest.forEach(tag -> acks.add(new Ack(tag, false)));
    done.clear();
    return acks;
  }
}
