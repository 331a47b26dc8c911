package io.foyer.platform.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer in pieces on its way: one of them is held at a time, however slowly the caller reads.
 * Its head goes with the first, so that until then a failure can be told. One that breaks off later
 * does not end as a whole answer does: without the last chunk, or in HTTP/1.0, which ends any
 * answer with the connection, by a reset.
 */
final class StreamingResponse {
  private static final Logger log = LoggerFactory.getLogger(StreamingResponse.class);

  private final PreparedResponse head;
  private final ChunkSource chunks;
  private final HttpServerRequest request;
  private final HttpServerResponse response;

  StreamingResponse(PreparedResponse head, ChunkSource chunks, HttpServerRequest request) {
    this.head = head;
    this.chunks = chunks;
    this.request = request;
    this.response = request.response();
  }

  /** Succeeds when it has begun; fails where there is no first piece, and nothing was sent. */
  Future<Void> begin() {
    return chunks.next().onSuccess(this::open).mapEmpty();
  }

  // The router's time limit finds a head that is written, and leaves the rest alone.
  private void open(Optional<Buffer> first) {
    if (!response.headWritten() && !response.closed()) {
      head.head(response);
      response.setChunked(!endsWithConnection());
      proceed(first);
    }
  }

  private boolean endsWithConnection() {
    return request.version() == HttpVersion.HTTP_1_0;
  }

  private void proceed(Optional<Buffer> piece) {
    if (piece.isEmpty()) {
      end();
      return;
    }
    Future<Void> taken = response.write(piece.get());
    ResponseLog.log(taken); // the connection breaks before the response hears of it
    taken
        .compose(done -> chunks.next())
        .onComplete(
            this::proceed,
            cause -> {
              if (taken.succeeded()) {
                breakOff(cause);
              }
            });
  }

  /** Vert.x would keep the connection of HTTP/1.0 for a caller who asked for that. */
  private void end() {
    Future<Void> ended = response.end();
    ResponseLog.log(
        endsWithConnection() ? ended.compose(sent -> request.connection().close()) : ended);
  }

  private void breakOff(Throwable cause) {
    if (response.closed()) {
      log.atDebug().addKeyValue("cause", cause.getMessage()).log("caller hung up");
    } else {
      log.atWarn().setCause(cause).log("an answer was broken off");
      cut();
    }
  }

  private void cut() {
    if (endsWithConnection()) {
      Transport.of(request.connection()).reset();
    } else {
      ResponseLog.log(response.reset());
    }
  }
}
