package io.foyer.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blocking work that a signal interrupts: it gives back what it holds (files, servers that it
 * started) by its own {@code finally} blocks. It runs on a virtual thread, because there an
 * interrupt also ends a read from a socket, such as a wait for a lock of the database.
 */
final class InterruptibleWork {
  private static final Logger log = LoggerFactory.getLogger(InterruptibleWork.class);

  private @Nullable Thread thread;
  private boolean interrupted;

  /**
   * Runs {@code work} to its end and returns its exit code.
   *
   * @return 1 if it was interrupted and therefore failed, or was not begun
   */
  int run(Callable<Integer> work) {
    FutureTask<Integer> task = new FutureTask<>(work);
    if (!begin(task)) {
      return 1;
    }
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (isInterrupted()) {
        log.atInfo().log("Interrupted, not done");
        return 1;
      }
      throw unchecked(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private synchronized boolean begin(FutureTask<Integer> task) {
    if (!interrupted) {
      thread = Thread.ofVirtual().name("command").start(task);
    }
    return !interrupted;
  }

  private static RuntimeException unchecked(@Nullable Throwable failure) {
    return switch (failure) {
      case RuntimeException known -> known;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(failure);
    };
  }

  /** Interrupts the work and waits for its end, at most for {@code limit}. */
  void interrupt(Duration limit) {
    Thread running = interrupted();
    if (running != null) {
      running.interrupt();
      try {
        boolean unused = running.join(limit);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized boolean isInterrupted() {
    return interrupted;
  }

  private synchronized @Nullable Thread interrupted() {
    interrupted = true;
    return thread;
  }
}
