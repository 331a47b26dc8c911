package io.foyer.accounts;

import io.foyer.platform.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;

/**
 * Queue of password hashes before a worker pool. Log-ins go first, and registrations have one
 * thread at most, so that no flood of registrations keeps anybody from logging in. Safe to call
 * from any thread; results arrive on the caller's context.
 */
final class HashQueue {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final WorkerExecutor worker;
  private final int threads;
  private final int mostWaiting;
  private final Queue<Runnable> logIns = new ArrayDeque<>();
  private final Queue<Runnable> registrations = new ArrayDeque<>();
  private int running;
  private int registrationsRunning;

  /** What a hash is made for. */
  enum Purpose {
    LOG_IN,
    REGISTRATION
  }

  /**
   * An empty queue.
   *
   * @param threads how many hashes run at once
   * @param mostWaiting how many of a purpose may wait
   */
  HashQueue(Vertx vertx, WorkerExecutor worker, int threads, int mostWaiting) {
    this.vertx = vertx;
    this.worker = worker;
    this.threads = threads;
    this.mostWaiting = mostWaiting;
  }

  /** Runs {@code task} on a worker thread; fails with {@code Unavailable} if too many wait. */
  <T> Future<T> submit(Purpose purpose, Callable<T> task) {
    Context context = vertx.getOrCreateContext();
    Promise<Void> turn = Promise.promise();
    if (!enqueue(purpose, () -> context.runOnContext(go -> turn.complete()))) {
      return Future.failedFuture(
          new Problem.Unavailable("Too many log in just now.", RETRY_AFTER).asException());
    }
    return turn.future()
        .compose(go -> worker.executeBlocking(task, false))
        .onComplete(done -> ended(purpose));
  }

  /** How many wait or run. */
  synchronized int size() {
    return running + logIns.size() + registrations.size();
  }

  private synchronized boolean enqueue(Purpose purpose, Runnable turn) {
    if (queue(purpose).size() >= mostWaiting) {
      return false;
    }
    queue(purpose).add(turn);
    begin();
    return true;
  }

  private synchronized void ended(Purpose purpose) {
    running--;
    if (purpose == Purpose.REGISTRATION) {
      registrationsRunning--;
    }
    begin();
  }

  private void begin() {
    while (running < threads) {
      Runnable logIn = logIns.poll();
      if (logIn != null) {
        running++;
        logIn.run();
      } else if (registrationsRunning == 0 && !registrations.isEmpty()) {
        running++;
        registrationsRunning++;
        registrations.remove().run();
      } else {
        return;
      }
    }
  }

  private Queue<Runnable> queue(Purpose purpose) {
    return purpose == Purpose.LOG_IN ? logIns : registrations;
  }
}
