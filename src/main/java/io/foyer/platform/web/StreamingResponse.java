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
 * Streamed response with backpressure: one chunk is in memory at a time, however slowly the client
 * reads.
 *
 * <p>Status and headers are sent with the first chunk, so that an earlier failure can still become
 * an error response. A later failure aborts the response in a way the client can detect: without
 * the last chunk, or by a connection reset in HTTP/1.0, where the end of the connection ends a
 * response.
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

  /** Starts the response; fails if the first chunk fails, in which case nothing was sent. */
  Future<Void> begin() {
    return chunks.next().onSuccess(this::open).mapEmpty();
  }

  // The router's timeout does not apply once the head is written.
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

  private void proceed(Optional<Buffer> chunk) {
    if (chunk.isEmpty()) {
      end();
      return;
    }
    Future<Void> written = response.write(chunk.get());
    ResponseLog.log(written); // fails before the exception handler of the response is called
    written
        .compose(done -> chunks.next())
        .onComplete(
            this::proceed,
            cause -> {
              if (written.succeeded()) {
                abort(cause);
              }
            });
  }

  /** Ends the response. For HTTP/1.0 closes the connection, which Vert.x keeps alive on request. */
  private void end() {
    Future<Void> ended = response.end();
    ResponseLog.log(
        endsWithConnection() ? ended.compose(sent -> request.connection().close()) : ended);
  }

  private void abort(Throwable cause) {
    if (response.closed()) {
      log.atDebug().addKeyValue("cause", cause.getMessage()).log("Client disconnected");
    } else {
      log.atWarn().setCause(cause).log("Response aborted");
      reset();
    }
  }

  private void reset() {
    if (endsWithConnection()) {
      Transport.of(request.connection()).reset();
    } else {
      ResponseLog.log(response.reset());
    }
  }
}
