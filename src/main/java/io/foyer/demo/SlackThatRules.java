package io.foyer.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Validates a message as slack_that does, with the same order and error texts. */
final class SlackThatRules {
  private static final List<String> TEXTS =
      List.of("workspace", "channel", "username", "parse", "icon_url", "icon_emoji", "text");
  private static final List<String> FLAGS =
      List.of("as_user", "unfurl_links", "unfurl_media", "mrkdwn");
  private static final List<String> LISTS = List.of("user_emails", "blocks", "attachments");

  private SlackThatRules() {}

  /** What is wrong with a message; {@code known} workspaces, or all if empty. */
  static Optional<String> problem(JsonObject message, Set<String> known) {
    Optional<String> wrong = wrongType(message);
    if (wrong.isPresent()) {
      return wrong.map(key -> "json: cannot unmarshal field " + key);
    }
    if (blank(message, "workspace")) {
      return Optional.of("workspace is required");
    }
    if (!known.isEmpty() && !known.contains(message.getString("workspace"))) {
      return Optional.of("workspace not found");
    }
    if (none(message, "user_emails") && blank(message, "channel")) {
      return Optional.of("channel is required");
    }
    return none(message, "blocks") && none(message, "attachments") && blank(message, "text")
        ? Optional.of("text is required")
        : Optional.empty();
  }

  private static Optional<String> wrongType(JsonObject message) {
    return Stream.of(
            TEXTS.stream().filter(key -> !is(message, key, String.class)),
            FLAGS.stream().filter(key -> !is(message, key, Boolean.class)),
            LISTS.stream().filter(key -> !is(message, key, JsonArray.class)),
            Stream.of("link_names").filter(key -> !is(message, key, Integer.class)),
            Stream.of("user_emails").filter(key -> !allTexts(message, key)))
        .flatMap(keys -> keys)
        .findFirst();
  }

  private static boolean is(JsonObject message, String key, Class<?> type) {
    Object value = message.getValue(key);
    return value == null || type.isInstance(value);
  }

  private static boolean allTexts(JsonObject message, String key) {
    return !(message.getValue(key) instanceof JsonArray array)
        || array.stream().allMatch(String.class::isInstance);
  }

  private static boolean blank(JsonObject message, String key) {
    return !(message.getValue(key) instanceof String text) || text.isEmpty();
  }

  private static boolean none(JsonObject message, String key) {
    return !(message.getValue(key) instanceof JsonArray array) || array.isEmpty();
  }
}
