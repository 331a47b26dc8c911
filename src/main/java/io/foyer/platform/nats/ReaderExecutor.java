package io.foyer.platform.nats;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs the reading thread of a client, and reports its death. The client (jnats 2.26.2) does not
 * notice that its reader threw: it stays connected, and each of its requests waits for its timeout.
 */
final class ReaderExecutor extends ThreadPoolExecutor {
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

  ReaderExecutor() {
    super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), ReaderExecutor::thread);
  }

  private static Thread thread(Runnable task) {
    return new Thread(task, "nats-reader");
  }

  /** Completed by the exception that ended the reader; never if it ended in order. */
  CompletableFuture<Throwable> failure() {
    return failure;
  }

  @Override
  protected void afterExecute(Runnable task, Throwable thrown) {
    if (task instanceof Future<?> reader && reader.state() == Future.State.FAILED) {
      failure.complete(reader.exceptionNow());
    }
  }
}
