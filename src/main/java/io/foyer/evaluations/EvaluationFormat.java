package io.foyer.evaluations;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import io.foyer.evaluations.EvaluationEvent.Changed;
import io.foyer.evaluations.EvaluationEvent.Destroyed;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Parses and validates the JSON of a scale-team delivery. Keys are case-insensitive and unknown
 * keys ignored, as in the old system; all errors are reported together.
 */
final class EvaluationFormat {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(64)
                  .maxNumberLength(64)
                  .maxStringLength(1 << 20)
                  .build())
          .build();

  private final Times times;

  EvaluationFormat(Times times) {
    this.times = times;
  }

  /**
   * Reads one delivery.
   *
   * @param destroy whether it announces the end of the evaluation: then only its id counts
   * @throws ProblemException with {@link Problem.Invalid} that names every field in error
   */
  EvaluationEvent read(byte[] body, boolean destroy) {
    Payload payload = new Payload();
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw payload.notAnObject();
      }
      readObject(json, "", payload);
      if (json.nextToken() != null) {
        throw payload.trailing();
      }
    } catch (IOException e) {
      throw payload.notJson(where(e));
    }
    return destroy ? destroyed(payload) : changed(payload);
  }

  private static String where(IOException failure) {
    return failure instanceof JsonParseException parse
        ? "not valid JSON at byte " + parse.getLocation().getByteOffset()
        : "not acceptable JSON: too deep, or a value is too long";
  }

  private static void readObject(JsonParser json, String path, Payload payload) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = path + json.currentName().toLowerCase(Locale.ROOT);
      JsonToken value = json.nextToken();
      switch (key) {
        case "id", "team.id" -> payload.integer(key, integer(json, value, key, payload));
        case "begin_at", "updated_at", "user.login" ->
            payload.text(key, text(json, value, key, payload));
        case "team", "user" -> nested(json, value, key, payload);
        default -> json.skipChildren();
      }
    }
  }

  private static void nested(JsonParser json, JsonToken value, String key, Payload payload)
      throws IOException {
    if (value == JsonToken.START_OBJECT) {
      readObject(json, key + ".", payload);
    } else {
      payload.refuseUnlessNull(value, key, "must be an object");
      json.skipChildren();
    }
  }

  private static Optional<Long> integer(
      JsonParser json, JsonToken value, String key, Payload payload) throws IOException {
    if (value == JsonToken.VALUE_NUMBER_INT) {
      try {
        long number = json.getLongValue();
        return number == 0 ? Optional.empty() : Optional.of(number);
      } catch (InputCoercionException e) {
        payload.refuse(key, "must fit into 64 bits");
        return Optional.empty();
      }
    }
    payload.refuseUnlessNull(value, key, "must be an integer");
    json.skipChildren();
    return Optional.empty();
  }

  private static Optional<String> text(
      JsonParser json, JsonToken value, String key, Payload payload) throws IOException {
    if (value == JsonToken.VALUE_STRING) {
      return Optional.of(json.getText());
    }
    if (!key.equals("updated_at")) {
      payload.refuseUnlessNull(value, key, "must be a string");
    }
    json.skipChildren();
    return Optional.empty();
  }

  private EvaluationEvent destroyed(Payload payload) {
    payload.ignoreAllBut("id");
    long id = payload.requiredInteger("id");
    payload.throwIfWrong();
    return new Destroyed(id, payload.text("updated_at").flatMap(times::parse));
  }

  private EvaluationEvent changed(Payload payload) {
    long id = payload.requiredInteger("id");
    var beginAt = payload.requiredTime("begin_at", times);
    long team = payload.requiredInteger("team.id");
    Optional<String> corrector = payload.login("user.login");
    payload.throwIfWrong();
    return new Changed(
        id, beginAt, team, corrector, payload.text("updated_at").flatMap(times::parse));
  }
}
