package io.foyer;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a drain under one deadline. Each waits for at most its own budget and at most until
 * the deadline, so that a step that hangs takes no time from what must follow the drain. Blocking.
 */
final class DrainSteps {
  private static final Logger log = LoggerFactory.getLogger(DrainSteps.class);

  /** Waits for a future; a test's own advances a clock instead. */
  interface Waiter {
    void await(String step, Future<?> future, Duration limit) throws TimeoutException;

    /** That of the program. */
    static Waiter blocking() {
      return (step, future, limit) -> future.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private final LongSupplier nanoClock;
  private final Waiter waiter;
  private final long end;

  DrainSteps(Duration total, LongSupplier nanoClock, Waiter waiter) {
    this.nanoClock = nanoClock;
    this.waiter = waiter;
    this.end = nanoClock.getAsLong() + total.toNanos();
  }

  /** Takes one step; a failure or the end of its time is logged, and the next may be taken. */
  void step(String name, Duration budget, Supplier<? extends Future<?>> action) {
    try {
      Future<?> done = action.get(); // also where no time is left: it closes what it can
      if (!done.isComplete()) {
        waiter.await(name, done, least(budget, left()));
      } else if (done.failed()) {
        warn(name, done.cause());
      }
    } catch (TimeoutException e) {
      log.atWarn().addKeyValue("step", name).log("Drain step timed out");
    } catch (Exception e) {
      // await() throws the future's own failure, checked or not.
      warn(name, e);
    }
  }

  private static void warn(String name, Throwable cause) {
    log.atWarn().addKeyValue("step", name).setCause(cause).log("Drain step failed");
  }

  /** What is left until the deadline; never negative. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, end - nanoClock.getAsLong()));
  }

  static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
