package io.foyer.platform.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** What an operation answers; problems are failures, not replies. */
public final class Reply {
  private final Answer answer;
  private final Optional<Pieces> pieces;

  private Reply(Answer answer, Optional<Pieces> pieces) {
    this.answer = answer;
    this.pieces = pieces;
  }

  /** Here it is. */
  public static Reply ok(JsonObject body) {
    return of(200, Optional.of(body));
  }

  /** It is made, and this is where. */
  public static Reply created(JsonObject body, String location) {
    return of(201, Optional.of(body)).with("Location", location);
  }

  /** It is written down and will be done. */
  public static Reply accepted(JsonObject body) {
    return of(202, Optional.of(body));
  }

  /** Done, and there is nothing to say. */
  public static Reply nothing() {
    return of(204, Optional.empty());
  }

  /**
   * Here it is, in pieces that are made while it is sent. It may take longer than a request may:
   * the time limit is for the first piece.
   */
  public static Reply streamed(String contentType, Pieces pieces) {
    return new Reply(Answer.of(200, contentType, Buffer.buffer()), Optional.of(pieces));
  }

  private static Reply of(int status, Optional<JsonObject> body) {
    return new Reply(
        body.map(json -> Answer.of(status, "application/json", json.toBuffer()))
            .orElseGet(() -> Answer.empty(status)),
        Optional.empty());
  }

  /** The same with one more header. */
  public Reply with(String name, String value) {
    return new Reply(answer.with(name, value), pieces);
  }

  /** The same with one more cookie. */
  public Reply with(Cookie cookie) {
    return new Reply(answer.with(cookie), pieces);
  }

  /**
   * Sends it.
   *
   * @return fails if nothing was sent, and another answer may be
   */
  Future<Void> send(HttpServerRequest request) {
    if (pieces.isPresent()) {
      return new Outflow(answer, pieces.get(), request).begin();
    }
    answer.send(request.response());
    return Future.succeededFuture();
  }
}
