package io.foyer.platform.web;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What an operation answers.
 *
 * @param status 2xx; problems are failures, not replies
 * @param body empty for an answer without one
 */
public record Reply(int status, Optional<JsonObject> body) {
  /** Here it is. */
  public static Reply ok(JsonObject body) {
    return new Reply(200, Optional.of(body));
  }

  /** It is written down and will be done. */
  public static Reply accepted(JsonObject body) {
    return new Reply(202, Optional.of(body));
  }

  /** Done, and there is nothing to say. */
  public static Reply nothing() {
    return new Reply(204, Optional.empty());
  }

  Answer answer() {
    return body.map(json -> Answer.of(status, "application/json", json.toBuffer()))
        .orElseGet(() -> Answer.empty(status));
  }
}
