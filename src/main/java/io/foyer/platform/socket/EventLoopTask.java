package io.foyer.platform.socket;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs work on the event loop of a socket and returns its result to the caller. */
public final class EventLoopTask {
  private EventLoopTask() {}

  /**
   * Runs {@code work} on the socket's event loop.
   *
   * @return its result, completed on that event loop, so handlers added synchronously run there too
   */
  public static <T> Future<T> of(WebSocketConnection socket, Supplier<Future<T>> work) {
    return of(socket::execute, work);
  }

  /**
   * Runs {@code work} by an executor.
   *
   * @param when executor, runs its argument once
   * @return the result of {@code work}, completed where it ran
   */
  public static <T> Future<T> of(Consumer<Runnable> when, Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    when.accept(() -> Future.succeededFuture().compose(go -> work.get()).onComplete(done));
    return done.future();
  }
}
