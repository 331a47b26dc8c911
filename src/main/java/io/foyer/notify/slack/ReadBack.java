package io.foyer.notify.slack;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Checks whether a message whose response was lost was delivered. Slack has no idempotency key, so
 * each message carries its outbox id as metadata, and the conversation history is searched for it.
 * Reports "not found" only after reading everything since before the first attempt; otherwise it
 * fails.
 */
final class ReadBack {
  static final String EVENT_TYPE = "foyer_reminder";

  // Far longer than any reminder is worth sending, short enough to bound the reading.
  private static final Duration LOOK_BACK = Duration.ofDays(7);
  private static final int PAGE_SIZE = 200;
  static final int MOST_PAGES = 5;

  private final SlackApi api;
  private final InstantSource clock;

  ReadBack(SlackApi api, InstantSource clock) {
    this.api = api;
    this.clock = clock;
  }

  /** What a message must carry to be found again. */
  static JsonObject metadata(String key) {
    return new JsonObject()
        .put("event_type", EVENT_TYPE)
        .put("event_payload", new JsonObject().put("key", key));
  }

  /** The timestamp of the message with {@code key}; empty if it certainly is not there. */
  Future<Optional<String>> find(String conversation, String key) {
    long oldest = clock.instant().minus(LOOK_BACK).getEpochSecond();
    return page(new Search(conversation, key, oldest + ".000000"), "", 1);
  }

  private record Search(String conversation, String key, String oldest) {}

  private Future<Optional<String>> page(Search search, String cursor, int number) {
    return api.get("conversations.history", parameters(search, cursor))
        .compose(answer -> findOrNextPage(search, answer, number));
  }

  private static Map<String, String> parameters(Search search, String cursor) {
    Map<String, String> first =
        Map.of(
            "channel", search.conversation(),
            "include_all_metadata", "true",
            "limit", String.valueOf(PAGE_SIZE),
            "oldest", search.oldest());
    if (cursor.isEmpty()) {
      return first;
    }
    Map<String, String> next = new HashMap<>(first);
    next.put("cursor", cursor);
    return next;
  }

  private Future<Optional<String>> findOrNextPage(Search search, JsonObject answer, int number) {
    if (!(answer.getValue("messages") instanceof JsonArray messages)) {
      return Future.failedFuture(new SlackFailure.NoEffect("Slack's history holds no messages"));
    }
    Optional<String> found = timestamp(messages, search.key());
    String cursor = cursor(answer);
    boolean more = Boolean.TRUE.equals(answer.getValue("has_more")) || !cursor.isEmpty();
    if (found.isPresent() || !more) {
      return Future.succeededFuture(found);
    }
    return cursor.isEmpty() || number == MOST_PAGES
        ? Future.failedFuture(new SlackFailure.NoEffect("Slack's history could not be read whole"))
        : page(search, cursor, number + 1);
  }

  private static String cursor(JsonObject answer) {
    return answer.getValue("response_metadata") instanceof JsonObject metadata
            && metadata.getValue("next_cursor") instanceof String cursor
        ? cursor
        : "";
  }

  private static Optional<String> timestamp(JsonArray messages, String key) {
    return messages.stream()
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .filter(message -> carries(message, key))
        .map(message -> message.getString("ts", ""))
        .findFirst();
  }

  private static boolean carries(JsonObject message, String key) {
    return message.getValue("metadata") instanceof JsonObject metadata
        && EVENT_TYPE.equals(metadata.getValue("event_type"))
        && metadata.getValue("event_payload") instanceof JsonObject payload
        && key.equals(payload.getValue("key"));
  }
}
