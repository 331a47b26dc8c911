package io.foyer.chat.hub;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Reads the log for rooms that lag behind: so many at a time, the others in line. */
final class Readings {
  private static final int AT_ONCE = 8;

  private final Deque<Supplier<Future<?>>> line = new ArrayDeque<>();
  private int running;

  /**
   * Takes its turn.
   *
   * @param reading begins it; handles its own outcome
   */
  void take(Supplier<Future<?>> reading) {
    synchronized (this) {
      if (running >= AT_ONCE) {
        line.addLast(reading);
        return;
      }
      running++;
    }
    begin(reading);
  }

  private void begin(Supplier<Future<?>> reading) {
    Future.succeededFuture().compose(go -> reading.get()).onComplete(done -> next());
  }

  private void next() {
    Supplier<Future<?>> waiting;
    synchronized (this) {
      if (line.isEmpty()) {
        running--;
        return;
      }
      waiting = line.removeFirst();
    }
    begin(waiting);
  }
}
