package io.foyer.platform.web;

import io.foyer.platform.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.handler.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps any failure to an error response. Unexpected failures are logged once with the request id,
 * and the client gets that id and nothing else.
 */
public final class FailureRenderer {
  private static final Logger log = LoggerFactory.getLogger(FailureRenderer.class);

  private FailureRenderer() {}

  /** The response to a failure. */
  public static PreparedResponse answer(
      HttpServerRequest request, Throwable cause, ErrorRenderer renderer) {
    return switch (cause) {
      case ProblemException known -> renderer.problem(known.problem());
      case HttpException refused when refused.getStatusCode() != 500 ->
          renderer.refusal(refused.getStatusCode());
      default -> fault(request, cause, renderer);
    };
  }

  private static PreparedResponse fault(
      HttpServerRequest request, Throwable cause, ErrorRenderer renderer) {
    String id = RequestId.of(request);
    log.atError()
        .addKeyValue("request", id)
        .addKeyValue("method", request.method())
        .setCause(cause)
        .log("Unexpected failure");
    return renderer.fault(id);
  }
}
