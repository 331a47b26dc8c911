package io.foyer.admin;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retention clean-up: runs one cleaner after the other, each until it finds nothing more, so that
 * deletion keeps up with any input rate. Runs never overlap. Belongs to one context.
 */
final class Cleaning {
  private static final Logger log = LoggerFactory.getLogger(Cleaning.class);

  private final List<Supplier<Future<Integer>>> cleaners;
  private Future<Void> round = Future.succeededFuture();
  private boolean drained;

  /**
   * Cleaning.
   *
   * @param cleaners each deletes some rows in a transaction of its own and returns how many
   */
  Cleaning(List<Supplier<Future<Integer>>> cleaners) {
    this.cleaners = List.copyOf(cleaners);
  }

  /** Begins a round, unless one is under way; succeeds at its end, whatever failed in it. */
  Future<Void> begin() {
    if (drained || !round.isComplete()) {
      return round;
    }
    Future<Void> chain = Future.succeededFuture();
    for (Supplier<Future<Integer>> cleaner : cleaners) {
      chain = chain.compose(done -> exhaust(cleaner, 0)).recover(Cleaning::passOver);
    }
    round = chain;
    return round;
  }

  private Future<Void> exhaust(Supplier<Future<Integer>> cleaner, long before) {
    return drained
        ? Future.succeededFuture()
        : cleaner
            .get()
            .compose(
                rows -> {
                  if (rows > 0) {
                    return exhaust(cleaner, before + rows);
                  }
                  log.atDebug().addKeyValue("rows", before).log("Old rows deleted");
                  return Future.succeededFuture();
                });
  }

  /** One table that cannot be cleaned now does not keep the others from it. */
  private static Future<Void> passOver(Throwable cause) {
    log.atWarn().setCause(cause).log("Old rows not deleted");
    return Future.succeededFuture();
  }

  /** Begins nothing more; succeeds when the batch under way has ended. */
  Future<Void> drain() {
    drained = true;
    return round;
  }
}
