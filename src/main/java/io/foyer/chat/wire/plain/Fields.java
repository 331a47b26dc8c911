package io.foyer.chat.wire.plain;

import io.foyer.platform.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The fields of one frame. Each reading throws a {@code Problem.Invalid} that names the field where
 * it is not what it must be; {@code null} is the same as absent.
 */
record Fields(JsonObject json) {
  private static final Pattern ROOM = Pattern.compile("[0-9a-f]{24}");
  private static final int MOST_ROOMS = 1_000;
  private static final int LONGEST_SUBJECT = 255;

  String text(String name) {
    return textIfAny(name).orElseThrow(() -> wrong(name, "is needed"));
  }

  Optional<String> textIfAny(String name) {
    return switch (json.getValue(name)) {
      case null -> Optional.empty();
      case String text -> Optional.of(text);
      default -> throw wrong(name, "must be a text");
    };
  }

  String room() {
    return room("room", json.getValue("room"));
  }

  private static String room(String name, Object value) {
    if (value instanceof String text && ROOM.matcher(text).matches()) {
      return text;
    }
    throw wrong(name, "must be the id of a room");
  }

  /** The subject of a feed. */
  String feed() {
    String subject = text("feed");
    if (subject.length() > LONGEST_SUBJECT) {
      throw wrong("feed", "must be the subject of a feed");
    }
    return subject;
  }

  long number(String name) {
    return numberIfAny(name).orElseThrow(() -> wrong(name, "is needed"));
  }

  OptionalLong numberIfAny(String name) {
    return switch (json.getValue(name)) {
      case null -> OptionalLong.empty();
      case Integer number when number >= 0 -> OptionalLong.of(number);
      case Long number when number >= 0 -> OptionalLong.of(number);
      default -> throw wrong(name, "must be a whole number from 0 on");
    };
  }

  boolean flag(String name) {
    return switch (json.getValue(name)) {
      case Boolean flag -> flag;
      case null, default -> throw wrong(name, "must be true or false");
    };
  }

  /** Whether it says {@code "all"}. */
  boolean all(String name) {
    return "all".equals(json.getValue(name));
  }

  List<String> rooms(String name) {
    return switch (json.getValue(name)) {
      case null -> List.of();
      case JsonArray rooms when rooms.size() <= MOST_ROOMS ->
          rooms.stream().map(each -> room(name, each)).toList();
      default -> throw wrong(name, "must be \"all\" or a list of rooms");
    };
  }

  Map<String, Long> resume(String name) {
    return switch (json.getValue(name)) {
      case null -> Map.of();
      case JsonArray all when all.size() <= MOST_ROOMS -> resume(name, all);
      default -> throw wrong(name, "must be a list");
    };
  }

  private static Map<String, Long> resume(String name, JsonArray all) {
    Map<String, Long> found = new HashMap<>();
    for (Object each : all) {
      if (!(each instanceof JsonObject one)) {
        throw wrong(name, "must be a list of {room, after}");
      }
      Fields fields = new Fields(one);
      found.put(fields.room(), fields.number("after"));
    }
    return found;
  }

  static RuntimeException wrong(String field, String reason) {
    return new Problem.Invalid(field + " " + reason, List.of(new Problem.Field(field, reason)))
        .asException();
  }
}
