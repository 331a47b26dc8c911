package io.foyer.accounts.wire;

import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Validates a request body of the legacy Meetings API: reports every invalid field, never its
 * value.
 */
final class MeetingsBody {
  private final List<Problem.Field> wrong = new ArrayList<>();
  private final JsonObject json;

  private MeetingsBody(JsonObject json) {
    this.json = json;
  }

  /**
   * Reads a body.
   *
   * @throws ProblemException with {@code Invalid} where it is no JSON object
   */
  static MeetingsBody of(Buffer body) {
    if (body.length() == 0) {
      throw invalid("", ValidationMessage.MISSING);
    }
    try {
      if (Json.decodeValue(body) instanceof JsonObject object) {
        return new MeetingsBody(object);
      }
    } catch (DecodeException e) {
      throw invalid("", ValidationMessage.NO_JSON);
    }
    throw invalid("", ValidationMessage.NO_OBJECT);
  }

  /** A text that must be there; empty where it is not. */
  String text(String name) {
    if (json.getValue(name) instanceof String text) {
      return text;
    }
    check(json.containsKey(name), name, ValidationMessage.MISSING);
    check(json.getValue(name) != null, name, ValidationMessage.NULL);
    check(false, name, ValidationMessage.NO_TEXT);
    return "";
  }

  /** One of these words, where it is there at all. */
  void among(String name, Set<String> words) {
    Object value = json.getValue(name);
    check(
        value == null || (value instanceof String text && words.contains(text)),
        name,
        ValidationMessage.NO_MEMBER);
  }

  /** Validates a field; only its first error is reported. */
  void check(boolean holds, String name, ValidationMessage validationMessage) {
    if (!holds && wrong.stream().noneMatch(it -> it.path().equals(name))) {
      wrong.add(new Problem.Field(name, validationMessage.text()));
    }
  }

  /**
   * Ends the reading.
   *
   * @throws ProblemException naming all that is wrong
   */
  void done() {
    if (!wrong.isEmpty()) {
      throw invalid(wrong);
    }
  }

  private static ProblemException invalid(String name, ValidationMessage validationMessage) {
    return invalid(List.of(new Problem.Field(name, validationMessage.text())));
  }

  static ProblemException invalid(List<Problem.Field> wrong) {
    return new Problem.Invalid("The body is not valid.", wrong).asException();
  }
}
