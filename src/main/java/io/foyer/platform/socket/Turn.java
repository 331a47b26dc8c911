package io.foyer.platform.socket;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** Work that belongs to the event loop of a socket, asked for from elsewhere. */
public final class Turn {
  private Turn() {}

  /**
   * Does {@code work} in a turn of the socket's event loop.
   *
   * @return what it returned; completed in that turn, so whoever follows it synchronously is on the
   *     event loop too
   */
  public static <T> Future<T> of(Socket socket, Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    socket.execute(() -> Future.succeededFuture().compose(go -> work.get()).onComplete(done));
    return done.future();
  }
}
