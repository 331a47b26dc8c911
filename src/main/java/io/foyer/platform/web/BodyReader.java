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
 * Reads bodies on a fast lane, each up to a limit. A longer one fails at once, and its connection
 * is closed soon after, whether its sender stops or not: at once would take the answer from it.
 */
public final class BodyReader {
  private static final long LINGER_MILLIS = 1_000;
  private static final int USUAL_SIZE = 512;

  private final Vertx vertx;
  private final int limit;

  /** A reader of bodies of at most {@code limit} bytes. */
  public BodyReader(Vertx vertx, int limit) {
    this.vertx = vertx;
    this.limit = limit;
  }

  /**
   * Reads the body of a request, from its event loop and before anything else does.
   *
   * @param keep false where the request will be refused anyway: then nothing of its body is kept
   * @return the body, empty where it is not kept; fails with {@link Problem.TooLarge}, or with
   *     {@link Problem.Invalid} where the caller hung up
   */
  public Future<Buffer> read(HttpServerRequest request, boolean keep) {
    // Of this event loop: a timeout put on a future of none runs on a thread shared by all.
    Promise<Buffer> whole = ContextInternal.current().promise();
    Buffer body = Buffer.buffer(keep ? USUAL_SIZE : 0);
    AtomicInteger length = new AtomicInteger();
    request.handler(
        chunk -> {
          if (length.addAndGet(chunk.length()) > limit) {
            cutOff(request, whole);
          } else if (keep) {
            body.appendBuffer(chunk);
          }
        });
    request.exceptionHandler(gone -> whole.tryFail(incomplete()));
    request.endHandler(end -> whole.tryComplete(body));
    return whole.future();
  }

  private void cutOff(HttpServerRequest request, Promise<Buffer> whole) {
    request.handler(ignored -> {}); // what was on its way already
    request.response().putHeader("Connection", "close");
    vertx.setTimer(LINGER_MILLIS, timer -> ResponseLog.log(request.connection().close()));
    whole.tryFail(tooLarge());
  }

  private static Throwable incomplete() {
    return new Problem.Invalid("The body did not arrive.", List.of()).asException();
  }

  private Throwable tooLarge() {
    return new Problem.TooLarge("The body is larger than " + limit + " bytes.", limit)
        .asException();
  }
}
