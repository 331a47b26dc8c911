package io.foyer.platform.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer in pieces on its way: one of them is held at a time, however slowly the caller reads.
 * Its head goes with the first, so that until then a failure can be told. One that breaks off later
 * does not end as a whole answer does.
 */
final class Outflow {
  private static final Logger log = LoggerFactory.getLogger(Outflow.class);

  private final Answer head;
  private final Pieces pieces;
  private final HttpServerResponse response;

  Outflow(Answer head, Pieces pieces, HttpServerResponse response) {
    this.head = head;
    this.pieces = pieces;
    this.response = response;
  }

  /** Succeeds when it has begun; fails where there is no first piece, and nothing was sent. */
  Future<Void> begin() {
    return pieces.next().onSuccess(this::open).mapEmpty();
  }

  // The router's time limit finds a head that is written, and leaves the rest alone.
  private void open(Optional<Buffer> first) {
    if (!response.headWritten() && !response.closed()) {
      head.head(response);
      response.setChunked(true);
      proceed(first);
    }
  }

  private void proceed(Optional<Buffer> piece) {
    if (piece.isEmpty()) {
      Sent.log(response.end());
      return;
    }
    Future<Void> taken = response.write(piece.get());
    Sent.log(taken); // the connection breaks before the response hears of it
    taken
        .compose(done -> pieces.next())
        .onComplete(
            this::proceed,
            cause -> {
              if (taken.succeeded()) {
                breakOff(cause);
              }
            });
  }

  private void breakOff(Throwable cause) {
    if (response.closed()) {
      log.atDebug().addKeyValue("cause", cause.getMessage()).log("caller hung up");
    } else {
      log.atWarn().setCause(cause).log("an answer was broken off");
      Sent.log(response.reset());
    }
  }
}
