package io.foyer.feeds;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The newest messages of a feed: stretches that follow each other. Guarded by its stream. */
final class FeedRing {
  private static final int KEPT_BYTES = 1024 * 1024;

  private final Deque<EncodedBatch> stretches = new ArrayDeque<>(4);
  private long bytes;

  /** Adds the newest and forgets the oldest; the newest is always kept. */
  void add(List<EncodedBatch> newest) {
    for (EncodedBatch batch : newest) {
      stretches.addLast(batch);
      bytes += batch.weight();
    }
    while (stretches.size() > 1 && bytes > KEPT_BYTES) {
      EncodedBatch oldest = stretches.removeFirst();
      bytes -= oldest.weight();
      oldest.release();
    }
  }

  /** What follows a number; empty where that is not kept, or nothing follows. */
  Optional<EncodedBatch> after(long at) {
    if (stretches.isEmpty() || at < stretches.getFirst().after()) {
      return Optional.empty();
    }
    return stretches.stream().filter(batch -> batch.last() > at).findFirst();
  }

  void release() {
    stretches.forEach(EncodedBatch::release);
    stretches.clear();
    bytes = 0;
  }
}
