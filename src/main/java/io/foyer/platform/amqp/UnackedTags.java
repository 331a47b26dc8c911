package io.foyer.platform.amqp;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The delivery tags of one channel that are not acknowledged yet. Promises that no acknowledgement
 * it gives covers a delivery that is not done, and that each done delivery is covered once.
 */
final class UnackedTags {
  /** Acknowledges {@code tag}, and all before it when {@code upTo}. */
  record Ack(long tag, boolean upTo) {}

  private final TreeSet<Long> open = new TreeSet<>();
  private final TreeSet<Long> done = new TreeSet<>();

  /** A delivery has come. Tags come in ascending order. */
  void add(long tag) {
    open.add(tag);
  }

  /** A delivery may be acknowledged. */
  void done(long tag) {
    if (open.remove(tag)) {
      done.add(tag);
    }
  }

  /** The fewest acknowledgements for all that is done and was not taken before. */
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
