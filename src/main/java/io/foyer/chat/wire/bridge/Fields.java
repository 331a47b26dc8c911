package io.foyer.chat.wire.bridge;

import io.foyer.chat.ChatService;
import io.foyer.platform.Problem;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The fields of a body; each throws {@code Invalid} with its own name. {@code null} is absent. */
record Fields(JsonObject body) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{24}");

  String room() {
    return textIfAny("room")
        .filter(it -> ID.matcher(it).matches())
        .orElseThrow(() -> wrong("room", "must be the id of a room"));
  }

  String text(String name) {
    return textIfAny(name).orElseThrow(() -> wrong(name, "is needed"));
  }

  Optional<String> textIfAny(String name) {
    return switch (body.getValue(name)) {
      case null -> Optional.empty();
      case String text -> Optional.of(text);
      default -> throw wrong(name, "must be a text");
    };
  }

  long number(String name) {
    return numberIfAny(name).orElseThrow(() -> wrong(name, "is needed"));
  }

  Optional<Long> numberIfAny(String name) {
    return switch (body.getValue(name)) {
      case null -> Optional.empty();
      case Integer number when number >= 0 -> Optional.of(number.longValue());
      case Long number when number >= 0 -> Optional.of(number);
      default -> throw wrong(name, "must be a whole number from 0 on");
    };
  }

  boolean flag(String name, boolean usual) {
    return switch (body.getValue(name)) {
      case null -> usual;
      case Boolean flag -> flag;
      default -> throw wrong(name, "must be true or false");
    };
  }

  /** How long a page may be: 1 to the longest. */
  int limit(String name, int usual) {
    long asked = numberIfAny(name).orElse((long) usual);
    if (asked < 1 || asked > ChatService.LONGEST_PAGE) {
      throw wrong(name, "must be 1 to " + ChatService.LONGEST_PAGE);
    }
    return (int) asked;
  }

  private static RuntimeException wrong(String field, String reason) {
    return new Problem.Invalid(field + " " + reason, List.of(new Problem.Field(field, reason)))
        .asException();
  }
}
