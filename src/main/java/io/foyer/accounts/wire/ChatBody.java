package io.foyer.accounts.wire;

import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Request body of the legacy chat API: unknown members are rejected like missing ones. */
public final class ChatBody {
  private final List<Problem.Field> wrong = new ArrayList<>();
  private final JsonObject json;

  private ChatBody(JsonObject json) {
    this.json = json;
  }

  /**
   * Reads a body.
   *
   * @param known the members that may be there
   * @throws ProblemException with {@code Invalid} where it is no JSON object
   */
  public static ChatBody of(Buffer body, Set<String> known) {
    ChatBody read = new ChatBody(object(body));
    read.json.fieldNames().forEach(name -> read.check(known.contains(name), name));
    return read;
  }

  private static JsonObject object(Buffer body) {
    try {
      if (body.length() > 0 && Json.decodeValue(body) instanceof JsonObject object) {
        return object;
      }
    } catch (DecodeException e) {
      throw invalid(List.of());
    }
    throw invalid(List.of());
  }

  /** A text that must be there and not be empty. */
  public String text(String name) {
    String text = optionalText(name);
    check(!text.isEmpty(), name);
    return text;
  }

  /** A text; empty where it is not there. */
  public String optionalText(String name) {
    Object value = json.getValue(name);
    check(value == null || value instanceof String, name);
    return value instanceof String text ? text : "";
  }

  /** A whole number of a range that must be there; the least where it is wrong. */
  int number(String name, int least, int most) {
    if (json.getValue(name) instanceof Integer number && number >= least && number <= most) {
      return number;
    }
    check(false, name);
    return least;
  }

  /** A list of texts that must be there. */
  List<String> texts(String name) {
    if (json.getValue(name) instanceof JsonArray array
        && array.stream().allMatch(String.class::isInstance)) {
      return array.stream().map(String.class::cast).toList();
    }
    check(false, name);
    return List.of();
  }

  private void check(boolean holds, String name) {
    if (!holds) {
      wrong.add(new Problem.Field(name, "is not valid"));
    }
  }

  /**
   * Ends the reading.
   *
   * @throws ProblemException naming all that is wrong
   */
  public void done() {
    if (!wrong.isEmpty()) {
      throw invalid(wrong);
    }
  }

  private static ProblemException invalid(List<Problem.Field> wrong) {
    return new Problem.Invalid("The body is not valid.", wrong).asException();
  }
}
