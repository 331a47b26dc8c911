package io.foyer.evaluations;

import com.fasterxml.jackson.core.JsonToken;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The relevant fields of a delivery, with their validation errors. */
final class Payload {
  private static final int MAX_LOGIN = 255;

  private final Map<String, Optional<Long>> integers = new HashMap<>();
  private final Map<String, Optional<String>> texts = new HashMap<>();
  private final List<Problem.Field> wrong = new ArrayList<>();

  void integer(String path, Optional<Long> value) {
    integers.put(path, value);
  }

  void text(String path, Optional<String> value) {
    texts.put(path, value);
  }

  void refuse(String path, String reason) {
    if (wrong.stream().noneMatch(field -> field.path().equals(path))) {
      wrong.add(new Problem.Field(path, reason));
    }
  }

  void refuseUnlessNull(JsonToken value, String path, String reason) {
    if (value != JsonToken.VALUE_NULL) {
      refuse(path, reason);
    }
  }

  void ignoreAllBut(String path) {
    wrong.removeIf(field -> !field.path().equals(path));
  }

  long requiredInteger(String path) {
    Optional<Long> value = integers.getOrDefault(path, Optional.empty());
    if (value.isEmpty()) {
      refuse(path, "is required and must not be 0");
    }
    return value.orElse(0L);
  }

  Instant requiredTime(String path, Times times) {
    Optional<String> value = text(path);
    if (value.isEmpty()) {
      refuse(path, "is required");
      return Instant.EPOCH;
    }
    Optional<Instant> time = value.flatMap(times::parse);
    if (time.isEmpty()) {
      refuse(path, "must be a time in RFC 3339 or in the layout that is configured");
    }
    return time.orElse(Instant.EPOCH);
  }

  Optional<String> text(String path) {
    return texts.getOrDefault(path, Optional.empty()).filter(value -> !value.isEmpty());
  }

  Optional<String> login(String path) {
    Optional<String> login = text(path);
    login
        .filter(text -> text.length() > MAX_LOGIN || text.chars().anyMatch(Character::isISOControl))
        .ifPresent(text -> refuse(path, "must be at most 255 printable characters"));
    return login;
  }

  ProblemException notAnObject() {
    return invalid("The body must be a JSON object.", new Problem.Field("", "must be an object"));
  }

  ProblemException trailing() {
    return invalid("The body must hold one JSON value.", new Problem.Field("", "text follows it"));
  }

  ProblemException notJson(String where) {
    return invalid("The body is not valid JSON.", new Problem.Field("", where));
  }

  private static ProblemException invalid(String detail, Problem.Field field) {
    return new Problem.Invalid(detail, List.of(field)).asException();
  }

  void throwIfWrong() {
    if (!wrong.isEmpty()) {
      String names = String.join(",", wrong.stream().map(Problem.Field::path).toList());
      throw new Problem.Invalid("missing or malformed fields: " + names, wrong).asException();
    }
  }
}
