package io.foyer.accounts.wire;

import io.foyer.platform.Problem;
import io.foyer.platform.web.ErrorRenderer;
import io.foyer.platform.web.PreparedResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Renders responses of the legacy Meetings API: {@code {"data": …}}, and errors: {@code {"detail":
 * text}}, with status 422 {@code {"detail": [{loc, msg, type}]}}.
 */
final class MeetingsErrorRenderer implements ErrorRenderer {
  private static final String JSON = "application/json";

  @Override
  public PreparedResponse problem(Problem problem) {
    return switch (problem) {
      case Problem.Invalid it -> json(422, new JsonObject().put("detail", flaws(it.fields())));
      case Problem.Denied it -> text(401, it.detail()).with("WWW-Authenticate", "Bearer");
      case Problem.Forbidden it -> text(403, it.detail());
      case Problem.NotFound it -> text(404, it.detail());
      case Problem.Conflict it -> text(409, it.detail());
      case Problem.TooLarge it -> text(413, it.detail());
      case Problem.TooMany it -> later(429, it.detail(), it.retryAfter());
      case Problem.Unavailable it -> later(503, it.detail(), it.retryAfter());
    };
  }

  @Override
  public PreparedResponse refusal(int status) {
    return text(status, HttpResponseStatus.valueOf(status).reasonPhrase());
  }

  @Override
  public PreparedResponse fault(String id) {
    return text(500, "Something went wrong on our side; it is logged as " + id + ".");
  }

  /** Success. */
  static PreparedResponse data(int status, Object data) {
    return json(status, new JsonObject().put("data", data));
  }

  /** Not ready, and why. */
  static PreparedResponse unready(JsonObject status) {
    return json(503, new JsonObject().put("detail", status));
  }

  private static JsonArray flaws(List<Problem.Field> fields) {
    JsonArray flaws = new JsonArray();
    fields.forEach(field -> flaws.add(flaw(field)));
    return flaws;
  }

  private static JsonObject flaw(Problem.Field field) {
    JsonArray place = new JsonArray().add("body");
    return new JsonObject()
        .put("loc", field.path().isEmpty() ? place : place.add(field.path()))
        .put("msg", field.reason())
        .put("type", ValidationMessage.type(field.reason()));
  }

  private static PreparedResponse later(int status, String detail, Duration wait) {
    return text(status, detail).with("Retry-After", RetryAfter.up(wait));
  }

  private static PreparedResponse text(int status, String detail) {
    return json(status, new JsonObject().put("detail", detail));
  }

  private static PreparedResponse json(int status, JsonObject body) {
    return new PreparedResponse(status, JSON, body.toBuffer(), Map.of());
  }
}
