package io.foyer.platform.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** What an operation answers; problems are failures, not replies. */
public final class OperationResponse {
  private final PreparedResponse prepared;
  private final Optional<ChunkSource> pieces;

  private OperationResponse(PreparedResponse prepared, Optional<ChunkSource> pieces) {
    this.prepared = prepared;
    this.pieces = pieces;
  }

  /** Here it is. */
  public static OperationResponse ok(JsonObject body) {
    return of(200, Optional.of(body));
  }

  /** It is made, and this is where. */
  public static OperationResponse created(JsonObject body, String location) {
    return of(201, Optional.of(body)).with("Location", location);
  }

  /** It is written down and will be done. */
  public static OperationResponse accepted(JsonObject body) {
    return of(202, Optional.of(body));
  }

  /** Done, and there is nothing to say. */
  public static OperationResponse nothing() {
    return of(204, Optional.empty());
  }

  /**
   * Here it is, in pieces that are made while it is sent. It may take longer than a request may:
   * the time limit is for the first piece.
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

  /** The same with one more header. */
  public OperationResponse with(String name, String value) {
    return new OperationResponse(prepared.with(name, value), pieces);
  }

  /** The same with one more cookie. */
  public OperationResponse with(Cookie cookie) {
    return new OperationResponse(prepared.with(cookie), pieces);
  }

  /**
   * Sends it.
   *
   * @return fails if nothing was sent, and another answer may be
   */
  Future<Void> send(HttpServerRequest request) {
    if (pieces.isPresent()) {
      return new StreamingResponse(prepared, pieces.get(), request).begin();
    }
    prepared.send(request.response());
    return Future.succeededFuture();
  }
}
