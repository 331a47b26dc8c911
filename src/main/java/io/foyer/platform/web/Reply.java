package io.foyer.platform.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** What an operation answers; problems are failures, not replies. */
public final class Reply {
  private final Answer answer;

  private Reply(Answer answer) {
    this.answer = answer;
  }

  /** Here it is. */
  public static Reply ok(JsonObject body) {
    return of(200, Optional.of(body));
  }

  /** It is made, and this is where. */
  public static Reply created(JsonObject body, String location) {
    return of(201, Optional.of(body)).with("Location", location);
  }

  /** It is written down and will be done. */
  public static Reply accepted(JsonObject body) {
    return of(202, Optional.of(body));
  }

  /** Done, and there is nothing to say. */
  public static Reply nothing() {
    return of(204, Optional.empty());
  }

  private static Reply of(int status, Optional<JsonObject> body) {
    return new Reply(
        body.map(json -> Answer.of(status, "application/json", json.toBuffer()))
            .orElseGet(() -> Answer.empty(status)));
  }

  /** The same with one more header. */
  public Reply with(String name, String value) {
    return new Reply(answer.with(name, value));
  }

  /** The same with one more cookie. */
  public Reply with(Cookie cookie) {
    return new Reply(answer.with(cookie));
  }

  /** What is sent. */
  public Answer answer() {
    return answer;
  }
}
