package io.foyer.evaluations;

import io.foyer.platform.Problem;
import io.foyer.platform.web.ErrorRenderer;
import io.foyer.platform.web.PreparedResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Renders errors in the format of 42-jitsi, with the invalid fields added. */
final class WebhookErrorRenderer implements ErrorRenderer {
  static final String JSON = "application/json; charset=utf-8";
  private static final PreparedResponse PAGE_NOT_FOUND =
      PreparedResponse.of(404, "text/plain", Buffer.buffer("404 page not found"));

  @Override
  public PreparedResponse problem(Problem problem) {
    return switch (problem) {
      case Problem.Invalid(String detail, List<Problem.Field> fields, int more) ->
          json(400, error("Bad request.", detail).put("fields", named(fields)));
      case Problem.Denied denied -> json(401, new JsonObject().put("error", "Unauthorized."));
      case Problem.Forbidden(String detail) -> json(403, error("Forbidden.", detail));
      case Problem.NotFound(String detail) -> json(404, new JsonObject().put("error", detail));
      case Problem.Conflict(String detail) -> json(409, error("Conflict.", detail));
      case Problem.TooLarge(String detail, long limit) ->
          json(413, error("Request entity too large.", detail));
      case Problem.TooMany(String detail, Duration after, var quota) ->
          later(429, "Too many requests.", detail, after);
      case Problem.Unavailable(String detail, Duration after) ->
          later(503, "Service unavailable.", detail, after);
    };
  }

  private static JsonArray named(List<Problem.Field> fields) {
    JsonArray named = new JsonArray();
    fields.forEach(
        f -> named.add(new JsonObject().put("field", f.path()).put("reason", f.reason())));
    return named;
  }

  private static PreparedResponse later(int status, String error, String detail, Duration after) {
    return new PreparedResponse(
        status,
        JSON,
        error(error, detail).toBuffer(),
        Map.of("Retry-After", Long.toString(Math.max(1, after.toSeconds()))));
  }

  @Override
  public PreparedResponse refusal(int status) {
    return status == 404 ? PAGE_NOT_FOUND : json(status, error("Request refused.", "" + status));
  }

  @Override
  public PreparedResponse fault(String id) {
    return json(500, error("Internal server error.", "fault " + id));
  }

  private static JsonObject error(String error, String details) {
    return new JsonObject().put("error", error).put("details", details);
  }

  private static PreparedResponse json(int status, JsonObject body) {
    return PreparedResponse.of(status, JSON, body.toBuffer());
  }
}
