package io.foyer.platform.jobs;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Counts operations in flight and completes a future when none is left, for a drain. Belongs to one
 * event-loop context.
 */
public final class InFlight {
  private int count;
  private @Nullable Promise<Void> draining;

  /** How much it is now. */
  public int count() {
    return count;
  }

  /** So much was begun. */
  public void started(int more) {
    count += more;
  }

  /**
   * So much has ended.
   *
   * @return whether there may be new work in its place; not once it is drained
   */
  public boolean finished(int some) {
    count -= some;
    Promise<Void> waiting = draining;
    if (waiting == null) {
      return true;
    }
    if (count <= 0) {
      waiting.tryComplete();
    }
    return false;
  }

  /** Succeeds when nothing is under way; nothing may be begun any more. */
  public Future<Void> drain() {
    Promise<Void> end = Promise.promise();
    draining = end;
    if (count <= 0) {
      end.tryComplete();
    }
    return end.future();
  }
}
