package io.foyer.platform.web;

import io.vertx.core.http.HttpServerRequest;

/**
 * Cost of a request for the rate limit: one, and one more for each full 4 KiB of its body, because
 * reading and validating a body takes time in proportion to its size. A body of unknown length
 * (chunked) costs as much as the largest one, and so does a larger one, which is not read.
 */
final class RequestCost {
  private static final int UNIT = 4_096;

  private RequestCost() {}

  /**
   * The cost of a request.
   *
   * @param maxBody largest body that is read, in bytes
   */
  static int of(HttpServerRequest request, int maxBody) {
    return 1 + (int) (Math.min(length(request, maxBody), maxBody) / UNIT);
  }

  private static long length(HttpServerRequest request, int maxBody) {
    if (request.getHeader("Transfer-Encoding") != null) {
      return maxBody;
    }
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Math.max(0, Long.parseLong(length));
    } catch (NumberFormatException e) {
      return maxBody; // the decoder rejects it
    }
  }
}
