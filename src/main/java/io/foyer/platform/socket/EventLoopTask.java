package io.foyer.platform.socket;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Work that belongs to the event loop of a socket, asked for from elsewhere. */
public final class EventLoopTask {
  private EventLoopTask() {}

  /**
   * Does {@code work} in a turn of the socket's event loop.
   *
   * @return what it returned; completed in that turn, so whoever follows it synchronously is on the
   *     event loop too
   */
  public static <T> Future<T> of(WebSocketConnection socket, Supplier<Future<T>> work) {
    return of(socket::execute, work);
  }

  /**
   * Does {@code work} when its time has come.
   *
   * @param when runs what it is given, once
   * @return what {@code work} returned; completed where it ran
   */
  public static <T> Future<T> of(Consumer<Runnable> when, Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    when.accept(() -> Future.succeededFuture().compose(go -> work.get()).onComplete(done));
    return done.future();
  }
}
