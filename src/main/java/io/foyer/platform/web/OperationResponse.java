package io.foyer.platform.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Successful response of an operation; errors are failed futures. */
public final class OperationResponse {
  private final PreparedResponse prepared;
  private final Optional<ChunkSource> chunks;

  private OperationResponse(PreparedResponse prepared, Optional<ChunkSource> chunks) {
    this.prepared = prepared;
    this.chunks = chunks;
  }

  /** 200 with a body. */
  public static OperationResponse ok(JsonObject body) {
    return of(200, Optional.of(body));
  }

  /** 201 with a body and its location. */
  public static OperationResponse created(JsonObject body, String location) {
    return of(201, Optional.of(body)).with("Location", location);
  }

  /** 202: stored, will be processed. */
  public static OperationResponse accepted(JsonObject body) {
    return of(202, Optional.of(body));
  }

  /** 204 without a body. */
  public static OperationResponse nothing() {
    return of(204, Optional.empty());
  }

  /**
   * 200 with a streamed body, written while it is produced. The request timeout applies to the
   * first chunk only.
   */
  public static OperationResponse streamed(String contentType, ChunkSource chunks) {
    return new OperationResponse(
        PreparedResponse.of(200, contentType, Buffer.buffer()), Optional.of(chunks));
  }

  private static OperationResponse of(int status, Optional<JsonObject> body) {
    return new OperationResponse(
        body.map(json -> PreparedResponse.of(status, "application/json", json.toBuffer()))
            .orElseGet(() -> PreparedResponse.empty(status)),
        Optional.empty());
  }

  /** A copy with a header added. */
  public OperationResponse with(String name, String value) {
    return new OperationResponse(prepared.with(name, value), chunks);
  }

  /** A copy with a cookie added. */
  public OperationResponse with(Cookie cookie) {
    return new OperationResponse(prepared.with(cookie), chunks);
  }

  /**
   * Sends the response.
   *
   * @return fails if nothing was sent, so that an error response can be sent instead
   */
  Future<Void> send(HttpServerRequest request) {
    if (chunks.isPresent()) {
      return new StreamingResponse(prepared, chunks.get(), request).begin();
    }
    prepared.send(request.response());
    return Future.succeededFuture();
  }
}
