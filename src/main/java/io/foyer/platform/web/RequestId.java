package io.foyer.platform.web;

import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ThreadLocalRandom;

/** The name of a request in log and answer: our own, never one a caller chose. */
final class RequestId {
  static final String HEADER = "X-Request-Id";

  private RequestId() {}

  /** The id this request has; it gets one when somebody first asks. */
  static String of(HttpServerRequest request) {
    String given = request.response().headers().get(HEADER);
    if (given != null) {
      return given;
    }
    String id = Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    if (!request.response().headWritten()) {
      request.response().putHeader(HEADER, id);
    }
    return id;
  }
}
