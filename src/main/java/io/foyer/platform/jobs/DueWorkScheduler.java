package io.foyer.platform.jobs;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Runs a task whenever work is due. Each run does the work that is due now and returns when the
 * next is; the scheduler sleeps until then, until it is woken, or for a second, whichever comes
 * first. Runs never overlap; failed runs are retried with backoff.
 *
 * <p>Belongs to the context that made it; {@link #wake} may be called from that context only.
 */
public final class DueWorkScheduler {
  private static final Logger log = LoggerFactory.getLogger(DueWorkScheduler.class);

  /** Every hint has a sweep behind it: nothing waits longer than this for a lost one. */
  private static final Duration SWEEP = Duration.ofSeconds(1);

  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final Context context;
  private final String name;
  private final Supplier<Future<Duration>> turn;
  private final AtomicLong sweeps = new AtomicLong();
  private boolean running;
  private boolean wokenMeanwhile;
  private int failures;
  private long timer = NO_TIMER;
  private @Nullable Promise<Void> draining;

  /**
   * A loop, not yet started.
   *
   * @param turn does what is due and returns how long until there is more; zero means at once
   */
  public DueWorkScheduler(Vertx vertx, String name, Supplier<Future<Duration>> turn) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.name = name;
    this.turn = turn;
  }

  /** Takes a turn now, or right after the one under way. Starts the loop the first time. */
  public void wake() {
    if (draining != null) {
      return;
    }
    if (running) {
      wokenMeanwhile = true;
      return;
    }
    cancelTimer();
    running = true;
    wokenMeanwhile = false;
    Future.succeededFuture().compose(go -> turn.get()).onComplete(this::ended);
  }

  private void ended(AsyncResult<Duration> outcome) {
    running = false;
    Promise<Void> waiting = draining;
    if (waiting != null) {
      waiting.complete();
      return;
    }
    sleep(outcome.succeeded() ? succeeded(outcome.result()) : failed(outcome.cause()));
  }

  private Duration succeeded(Duration untilNext) {
    if (failures > 0) {
      log.atInfo().addKeyValue("loop", name).addKeyValue("failures", failures).log("Recovered");
    }
    failures = 0;
    Duration next = wokenMeanwhile ? Duration.ZERO : untilNext;
    return next.compareTo(SWEEP) < 0 ? next : SWEEP;
  }

  private Duration failed(Throwable cause) {
    failures++;
    log.atLevel(failures == 1 ? Level.WARN : Level.DEBUG)
        .addKeyValue("loop", name)
        .addKeyValue("failures", failures)
        .setCause(cause)
        .log("Run failed, retrying");
    return Backoff.backoff(failures, Duration.ofMillis(250), Duration.ofSeconds(5));
  }

  private void sleep(Duration pause) {
    // Through the context even for zero, so that a busy loop lets others run.
    if (pause.toMillis() < 1) {
      context.runOnContext(go -> wake());
    } else {
      timer = vertx.setTimer(pause.toMillis(), id -> wakeByTimer());
    }
  }

  private void wakeByTimer() {
    timer = NO_TIMER;
    sweeps.incrementAndGet();
    wake();
  }

  private void cancelTimer() {
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
    }
  }

  /** How many turns a timer began, not {@link #wake}; safe to call from any thread. */
  public long sweeps() {
    return sweeps.get();
  }

  /** Runs {@code action} on the loop's context after {@code pause}. */
  public void after(Duration pause, Runnable action) {
    vertx.setTimer(Math.max(1, pause.toMillis()), id -> action.run());
  }

  /** Takes no more turns; succeeds when the one under way has ended. */
  public Future<Void> drain() {
    Promise<Void> end = Promise.promise();
    draining = end;
    cancelTimer();
    if (!running) {
      end.complete();
    }
    return end.future();
  }
}
