package io.foyer.feeds;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Blocks the writer's thread until a future completes. Never called on an event loop. */
final class Awaited {
  private static final Duration DATABASE = Duration.ofSeconds(30);

  private Awaited() {}

  /**
   * What the database answers.
   *
   * @throws LostLease where another node has the stream now
   */
  static <T> T done(Future<T> future)
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(DATABASE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LostLease lost) {
        throw lost;
      }
      throw e;
    }
  }
}
