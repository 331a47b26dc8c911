package io.foyer.platform.jobs;

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
 * Queue before a worker pool. Urgent tasks go first, and background tasks have one thread at most,
 * so that no flood of them keeps an urgent one waiting. Safe to call from any thread; results
 * arrive on the caller's context.
 */
public final class WorkerQueue {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final WorkerExecutor worker;
  private final int threads;
  private final int mostWaiting;
  private final String busy;
  private final Queue<Runnable> urgent = new ArrayDeque<>();
  private final Queue<Runnable> background = new ArrayDeque<>();
  private int running;
  private int backgroundRunning;

  /** Who goes first. */
  public enum Priority {
    URGENT,
    BACKGROUND
  }

  /**
   * An empty queue.
   *
   * @param threads how many tasks run at once
   * @param mostWaiting how many of a priority may wait
   * @param busy said to those who find too many waiting
   */
  public WorkerQueue(
      Vertx vertx, WorkerExecutor worker, int threads, int mostWaiting, String busy) {
    this.busy = busy;
    this.vertx = vertx;
    this.worker = worker;
    this.threads = threads;
    this.mostWaiting = mostWaiting;
  }

  /** Runs {@code task} on a worker thread; fails with {@code Unavailable} if too many wait. */
  public <T> Future<T> submit(Priority priority, Callable<T> task) {
    Context context = vertx.getOrCreateContext();
    Promise<Void> turn = Promise.promise();
    if (!enqueue(priority, () -> context.runOnContext(go -> turn.complete()))) {
      return Future.failedFuture(new Problem.Unavailable(busy, RETRY_AFTER).asException());
    }
    return turn.future()
        .compose(go -> worker.executeBlocking(task, false))
        .onComplete(done -> ended(priority));
  }

  /** How many wait or run. */
  public synchronized int size() {
    return running + urgent.size() + background.size();
  }

  private synchronized boolean enqueue(Priority priority, Runnable turn) {
    if (queue(priority).size() >= mostWaiting) {
      return false;
    }
    queue(priority).add(turn);
    begin();
    return true;
  }

  private synchronized void ended(Priority priority) {
    running--;
    if (priority == Priority.BACKGROUND) {
      backgroundRunning--;
    }
    begin();
  }

  private void begin() {
    while (running < threads) {
      Runnable first = urgent.poll();
      if (first != null) {
        running++;
        first.run();
      } else if (backgroundRunning == 0 && !background.isEmpty()) {
        running++;
        backgroundRunning++;
        background.remove().run();
      } else {
        return;
      }
    }
  }

  private Queue<Runnable> queue(Priority priority) {
    return priority == Priority.URGENT ? urgent : background;
  }
}
