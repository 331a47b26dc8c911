package io.foyer.platform.web;

import io.foyer.platform.Problem;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Renders problem JSON: {@code type, title, status, detail}, and {@code errors} of {@code field,
 * reason} for invalid fields, of which {@code more} counts those not listed. Source: RFC 9457;
 * {@code type} is {@code about:blank}, so the status defines the kind.
 */
public final class ProblemRenderer implements ErrorRenderer {
  private static final String TYPE = "application/problem+json";

  @Override
  public PreparedResponse problem(Problem problem) {
    return switch (problem) {
      case Problem.Invalid it -> invalid(it);
      case Problem.Denied it ->
          answer(401, it.detail(), Map.of("WWW-Authenticate", "Bearer realm=\"foyer\""));
      case Problem.Forbidden it -> answer(403, it.detail(), Map.of());
      case Problem.NotFound it -> answer(404, it.detail(), Map.of());
      case Problem.Conflict it -> answer(409, it.detail(), Map.of());
      case Problem.TooLarge it -> tooLarge(it);
      case Problem.TooMany it -> answer(429, it.detail(), RateHeaders.of(it));
      case Problem.Unavailable it ->
          answer(503, it.detail(), RateHeaders.retryAfter(it.retryAfter()));
    };
  }

  @Override
  public PreparedResponse refusal(int status) {
    return switch (status) {
      case 404 -> answer(404, "There is nothing at this address.", Map.of());
      case 405 -> answer(405, "This address does not take this method.", Map.of());
      case 503 ->
          answer(503, "The request timed out.", RateHeaders.retryAfter(Duration.ofSeconds(1)));
      default -> answer(status, title(status) + ".", Map.of());
    };
  }

  @Override
  public PreparedResponse fault(String id) {
    JsonObject body =
        body(500, "Something went wrong on our side; it is logged under this id.").put("id", id);
    return PreparedResponse.of(500, TYPE, body.toBuffer());
  }

  private static PreparedResponse invalid(Problem.Invalid problem) {
    JsonObject body = body(400, problem.detail());
    if (!problem.fields().isEmpty()) {
      body.put("errors", errors(problem.fields()));
    }
    if (problem.more() > 0) {
      body.put("more", problem.more());
    }
    return PreparedResponse.of(400, TYPE, body.toBuffer());
  }

  private static JsonArray errors(List<Problem.Field> fields) {
    JsonArray errors = new JsonArray();
    fields.forEach(
        field ->
            errors.add(new JsonObject().put("field", field.path()).put("reason", field.reason())));
    return errors;
  }

  private static PreparedResponse tooLarge(Problem.TooLarge problem) {
    return PreparedResponse.of(
        413, TYPE, body(413, problem.detail()).put("limit", problem.limit()).toBuffer());
  }

  private static PreparedResponse answer(int status, String detail, Map<String, String> headers) {
    return new PreparedResponse(status, TYPE, body(status, detail).toBuffer(), headers);
  }

  private static JsonObject body(int status, String detail) {
    return new JsonObject()
        .put("type", "about:blank")
        .put("title", title(status))
        .put("status", status)
        .put("detail", detail);
  }

  private static String title(int status) {
    return HttpResponseStatus.valueOf(status).reasonPhrase();
  }
}
