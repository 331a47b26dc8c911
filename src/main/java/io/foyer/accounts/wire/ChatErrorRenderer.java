package io.foyer.accounts.wire;

import io.foyer.platform.Problem;
import io.foyer.platform.web.ErrorRenderer;
import io.foyer.platform.web.PreparedResponse;
import io.foyer.platform.web.RateHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Renders errors of the legacy chat API: {@code {"error": code}}, with the names of invalid fields
 * in {@code data.fields}, without a message.
 */
public final class ChatErrorRenderer implements ErrorRenderer {
  private static final String JSON = "application/json; charset=utf-8";
  private static final int NOT_FOUND = 702;
  private static final int TAKEN = 703;
  private static final int INVALID = 704;
  private static final int BAD_TOKEN = 1000;
  private static final int WRONG_PASSWORD = 1001;
  private static final int ROLE_MISSING = 1002;
  private static final int AWAY = 1004;

  @Override
  public PreparedResponse problem(Problem problem) {
    return switch (problem) {
      case Problem.Invalid it -> invalid(it.fields());
      case Problem.Denied it -> error(401, BAD_TOKEN);
      case Problem.Forbidden it -> error(401, ROLE_MISSING);
      case Problem.NotFound it -> error(404, NOT_FOUND);
      case Problem.Conflict it -> error(409, TAKEN);
      case Problem.TooLarge it -> error(413, INVALID);
      case Problem.TooMany it -> tooMany(it);
      case Problem.Unavailable it -> later(503, AWAY, it.retryAfter());
    };
  }

  @Override
  public PreparedResponse refusal(int status) {
    return error(status, status);
  }

  @Override
  public PreparedResponse fault(String id) {
    return error(500, 500); // logged under the X-Request-Id
  }

  /** Success. */
  public static PreparedResponse ok(JsonObject body) {
    return json(200, body);
  }

  /** Also for an unknown address; the old system revealed the difference. */
  static PreparedResponse wrongPassword() {
    return error(403, WRONG_PASSWORD);
  }

  private static PreparedResponse invalid(List<Problem.Field> wrong) {
    JsonArray fields = new JsonArray();
    wrong.stream().map(Problem.Field::path).distinct().forEach(fields::add);
    return json(
        400,
        new JsonObject().put("error", INVALID).put("data", new JsonObject().put("fields", fields)));
  }

  private static PreparedResponse tooMany(Problem.TooMany refused) {
    return new PreparedResponse(
        429, JSON, new JsonObject().put("error", 429).toBuffer(), RateHeaders.of(refused));
  }

  private static PreparedResponse later(int status, int code, Duration wait) {
    return error(status, code).with("Retry-After", RetryAfter.up(wait));
  }

  /** A code of the old system under a status. */
  public static PreparedResponse error(int status, int code) {
    return json(status, new JsonObject().put("error", code));
  }

  private static PreparedResponse json(int status, JsonObject body) {
    return new PreparedResponse(status, JSON, body.toBuffer(), Map.of());
  }
}
