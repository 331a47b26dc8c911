package io.foyer.platform.web;

import io.foyer.platform.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.handler.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns any failure into an answer. What is expected is rendered; what is not is logged once with
 * the request's id, and the caller gets that id and nothing else.
 */
public final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** The answer to a failure, in a dialect. */
  public static Answer answer(HttpServerRequest request, Throwable cause, Dialect dialect) {
    return switch (cause) {
      case ProblemException known -> dialect.problem(known.problem());
      case HttpException refused when refused.getStatusCode() != 500 ->
          dialect.refusal(refused.getStatusCode());
      default -> fault(request, cause, dialect);
    };
  }

  private static Answer fault(HttpServerRequest request, Throwable cause, Dialect dialect) {
    String id = RequestId.of(request);
    log.atError()
        .addKeyValue("request", id)
        .addKeyValue("method", request.method())
        .setCause(cause)
        .log("unexpected failure");
    return dialect.fault(id);
  }
}
