package io.foyer.platform.db;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Limits how many read queries run at a time and queues the others. Thread-safe. */
public final class ConcurrencyLimiter {
  private static final int AT_ONCE = 8;

  private final Deque<Supplier<Future<?>>> line = new ArrayDeque<>();
  private int running;

  /**
   * Takes its turn.
   *
   * @param reading begins it; handles its own outcome
   */
  public void take(Supplier<Future<?>> reading) {
    synchronized (this) {
      if (running >= AT_ONCE) {
        line.addLast(reading);
        return;
      }
      running++;
    }
    begin(reading);
  }

  /**
   * Takes its turn.
   *
   * @param reading begins it
   * @return its outcome
   */
  public <T> Future<T> inTurn(Supplier<Future<T>> reading) {
    Promise<T> done = Promise.promise();
    take(() -> Future.succeededFuture().compose(go -> reading.get()).onComplete(done));
    return done.future();
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
