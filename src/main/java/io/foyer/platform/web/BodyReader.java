package io.foyer.platform.web;

import io.foyer.platform.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads request bodies on a {@link DirectRoute} up to a size limit. A larger body fails at once;
 * its connection is closed a second later, because closing at once could lose the response.
 */
public final class BodyReader {
  private static final long LINGER_MILLIS = 1_000;
  private static final int INITIAL_CAPACITY = 512;

  private final Vertx vertx;
  private final int limit;

  /** A reader with a limit in bytes. */
  public BodyReader(Vertx vertx, int limit) {
    this.vertx = vertx;
    this.limit = limit;
  }

  /**
   * Reads the body of a request. Call it on the request's event loop, before any other body handler
   * is set.
   *
   * @param keep false if the request will be rejected anyway: its body is then discarded
   * @return the body, empty if discarded; fails with {@link Problem.TooLarge}, or with {@link
   *     Problem.Invalid} if the client disconnected
   */
  public Future<Buffer> read(HttpServerRequest request, boolean keep) {
    // On this event loop: a timeout on a future without context runs on a thread shared by all.
    Promise<Buffer> whole = ContextInternal.current().promise();
    Buffer body = Buffer.buffer(keep ? INITIAL_CAPACITY : 0);
    AtomicInteger length = new AtomicInteger();
    request.handler(
        chunk -> {
          if (length.addAndGet(chunk.length()) > limit) {
            reject(request, whole);
          } else if (keep) {
            body.appendBuffer(chunk);
          }
        });
    request.exceptionHandler(failure -> whole.tryFail(incomplete()));
    request.endHandler(end -> whole.tryComplete(body));
    return whole.future();
  }

  private void reject(HttpServerRequest request, Promise<Buffer> whole) {
    request.handler(ignored -> {}); // discard what is still in flight
    request.response().putHeader("Connection", "close");
    vertx.setTimer(LINGER_MILLIS, timer -> ResponseLog.log(request.connection().close()));
    whole.tryFail(tooLarge());
  }

  private static Throwable incomplete() {
    return new Problem.Invalid("The body was not received completely.", List.of()).asException();
  }

  private Throwable tooLarge() {
    return new Problem.TooLarge("The body is larger than " + limit + " bytes.", limit)
        .asException();
  }
}
