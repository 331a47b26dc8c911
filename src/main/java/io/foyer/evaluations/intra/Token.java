package io.foyer.evaluations.intra;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * An access token.
 *
 * @param authorization value of the {@code Authorization} header
 * @param renewAt when it is renewed
 */
record Token(String authorization, Instant renewAt) {
  private static final Duration MARGIN = Duration.ofSeconds(10);
  private static final long UNSAID_SECONDS = 600;

  /**
   * Reads the answer of the token endpoint.
   *
   * @throws IntraFailure.Unavailable if it holds no token
   */
  static Token parse(JsonObject answer, Instant now) {
    String value = Json.text(answer, "access_token");
    String type = Json.optionalText(answer, "token_type").orElse("bearer");
    return new Token(scheme(type) + " " + value, now.plus(life(answer, now)));
  }

  private static String scheme(String type) {
    return type.equalsIgnoreCase("bearer") ? "Bearer" : type;
  }

  /**
   * Ten seconds less than it lives. A token that lives shorter, or that by our clock was dead when
   * it came (clocks differ, and some servers count {@code expires_in} from the answer), is renewed
   * at its half-life instead of for every call; a 401 tells if that was too late.
   */
  private static Duration life(JsonObject answer, Instant now) {
    Duration whole = Duration.ofSeconds(Json.number(answer, "expires_in").orElse(UNSAID_SECONDS));
    Duration left =
        Json.number(answer, "created_at")
            .map(created -> Duration.between(now, Instant.ofEpochSecond(created)).plus(whole))
            .filter(remaining -> remaining.compareTo(whole) < 0)
            .orElse(whole);
    return left.compareTo(MARGIN.multipliedBy(2)) > 0 ? left.minus(MARGIN) : whole.dividedBy(2);
  }

  @Override
  public String toString() {
    return "Token[***, renewAt=" + renewAt + "]";
  }
}
