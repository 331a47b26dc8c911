package io.foyer.evaluations.intra;

import io.foyer.evaluations.intra.IntraFailure.Unavailable;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Deadline of one public call, all waiting included. */
record Deadline(long nanos) {
  static Deadline in(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos());
  }

  /** What is left; at least a millisecond, because 0 means "no limit" to most timers. */
  Duration left() {
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime());
    return Duration.ofMillis(Math.max(1, millis));
  }

  /** Whether there is time for a pause and a call after it. */
  boolean allows(Duration pause) {
    return nanos - System.nanoTime() > pause.toNanos();
  }

  /** Waits for shared work only until here; the work itself goes on for the others. */
  <T> Future<T> limit(Future<T> shared) {
    return shared
        .timeout(left().toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof TimeoutException ? tooLate("the intranet is slow") : cause));
  }

  private static Unavailable tooLate(String reason) {
    return new Unavailable(reason + ": the call's deadline passed");
  }
}
