package io.foyer.notify.slack;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the direct conversation for an e-mail address. Results are cached for some hours, because
 * Slack allows about 50 look-ups a minute; not longer, because an address may get another owner.
 * Both calls are idempotent, so a lost response is harmless.
 */
final class Conversations {
  private static final Duration REMEMBERED = Duration.ofHours(6);
  private static final int BOUND = 10_000;

  private final SlackApi api;
  private final InstantSource clock;
  private final Recent<String, Opened> opened = new Recent<>(BOUND);

  private record Opened(String conversation, Instant until) {}

  Conversations(SlackApi api, InstantSource clock) {
    this.api = api;
    this.clock = clock;
  }

  /** The id of the conversation with the person behind {@code email}. */
  Future<String> with(String email) {
    return remembered(email).map(Future::succeededFuture).orElseGet(() -> open(email));
  }

  /** Asks Slack anew next time. */
  void forget(String email) {
    opened.remove(email);
  }

  private Optional<String> remembered(String email) {
    return opened
        .get(email)
        .filter(entry -> clock.instant().isBefore(entry.until()))
        .map(Opened::conversation);
  }

  private Future<String> open(String email) {
    return api.get("users.lookupByEmail", Map.of("email", email))
        .compose(found -> id(found, "user"))
        .compose(user -> api.post("conversations.open", new JsonObject().put("users", user)))
        .compose(answer -> id(answer, "channel"))
        .onSuccess(id -> opened.put(email, new Opened(id, clock.instant().plus(REMEMBERED))));
  }

  private static Future<String> id(JsonObject answer, String thing) {
    return answer.getValue(thing) instanceof JsonObject found
            && found.getValue("id") instanceof String id
        ? Future.succeededFuture(id)
        : Future.failedFuture(new SlackFailure.NoEffect("Slack named no " + thing));
  }
}
