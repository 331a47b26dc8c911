package io.foyer.platform.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/**
 * A whole answer, ready to be sent.
 *
 * @param contentType empty where there is no body
 * @param headers further headers
 */
public record Answer(int status, String contentType, Buffer body, Map<String, String> headers) {
  /** Keeps its own copy of the headers. */
  public Answer {
    headers = Map.copyOf(headers);
  }

  /** A body without further headers. */
  public static Answer of(int status, String contentType, Buffer body) {
    return new Answer(status, contentType, body, Map.of());
  }

  /** A status alone. */
  public static Answer empty(int status) {
    return new Answer(status, "", Buffer.buffer(), Map.of());
  }

  /** Sends it, unless an answer has begun or the caller is gone. */
  public void send(HttpServerResponse response) {
    if (response.headWritten() || response.closed()) {
      return;
    }
    response.setStatusCode(status);
    headers.forEach(response::putHeader);
    if (!contentType.isEmpty()) {
      response.putHeader("Content-Type", contentType);
    }
    Sent.log(response.end(body));
  }
}
