package io.foyer.chat.wire.bridge;

import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.db.Outage;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the bridge says. An error names, beside the word that Vert.x's bridge has for it in {@code
 * body}, the address it is about, so that the client's own handler gets to know of it.
 */
final class Answers {
  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  /** Something was sent to an address. */
  static String received(String address, JsonObject body) {
    return new JsonObject().put("type", "rec").put("address", address).put("body", body).encode();
  }

  /** An error of the protocol itself. */
  static String error(String word, Optional<String> address) {
    return error(word, address, new JsonObject().put("failureCode", 400).put("message", word));
  }

  private static String error(String word, Optional<String> address, JsonObject more) {
    JsonObject error = new JsonObject().put("type", "err").put("body", word);
    address.ifPresent(it -> error.put("address", it));
    return error.put("failureType", word).mergeIn(more).encode();
  }

  /** What became of a use case. */
  static String failed(Throwable failure, Optional<String> address) {
    Throwable cause = Outage.toUnavailable(failure);
    if (cause instanceof ProblemException known) {
      return problem(known.problem(), address);
    }
    log.atError().setCause(cause).log("a message of the bridge was not answered");
    return error("failed", address, new JsonObject().put("failureCode", 500).put("message", ""));
  }

  /** What is wrong. */
  static String problem(Problem problem, Optional<String> address) {
    JsonObject more = new JsonObject().put("message", problem.detail());
    return switch (problem) {
      case Problem.Invalid invalid -> error("invalid", address, more.put("failureCode", 400));
      case Problem.Denied denied -> error("not_logged_in", address, more.put("failureCode", 401));
      case Problem.Forbidden no -> error("access_denied", address, more.put("failureCode", 403));
      case Problem.NotFound none -> error("access_denied", address, more.put("failureCode", 404));
      case Problem.Conflict conflict -> error("conflict", address, more.put("failureCode", 409));
      case Problem.TooLarge large -> error("too_large", address, more.put("failureCode", 413));
      case Problem.TooMany many ->
          error(
              "too_many",
              address,
              more.put("failureCode", 429).put("retryAfter", seconds(many.retryAfter())));
      case Problem.Unavailable away ->
          error(
              "unavailable",
              address,
              more.put("failureCode", 503).put("retryAfter", seconds(away.retryAfter())));
    };
  }

  private static long seconds(Duration wait) {
    return wait.plusMillis(999).toSeconds();
  }
}
