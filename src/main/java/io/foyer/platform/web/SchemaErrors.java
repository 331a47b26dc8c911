package io.foyer.platform.web;

import io.foyer.platform.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputErrorType;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Errors of a value by its JSON schema, as fields of a {@link Problem.Invalid}. A body is first
 * only judged, which ends at its first error; the errors of an invalid one are those of its {@link
 * BodyExcerpt}.
 */
final class SchemaErrors {
  private static final JsonSchemaOptions FIRST_ERROR =
      new JsonSchemaOptions()
          .setBaseUri("app://") // as in the contract's own repository
          .setDraft(Draft.DRAFT202012)
          .setOutputFormat(OutputFormat.Flag);

  /** An error that the library has no words for. */
  private static final String WHOLE = "does not keep to the contract as a whole";

  private SchemaErrors() {}

  /**
   * Errors of a body.
   *
   * @param fields one per location in the body, ordered by location
   * @param omitted members that were not looked at
   */
  record Body(List<Problem.Field> fields, int omitted) {}

  /**
   * Validates a decoded body.
   *
   * @param schema without references
   * @param names names of members that the contract knows
   */
  static Body ofBody(
      SchemaRepository schemas, JsonSchema schema, Set<String> names, @Nullable Object value) {
    if (Boolean.TRUE.equals(schemas.validator(schema, FIRST_ERROR).validate(value).getValid())) {
      return new Body(List.of(), 0);
    }
    BodyExcerpt.Cut cut = BodyExcerpt.of(value, names);
    Map<String, String> byPath = new TreeMap<>();
    errors(schemas.validator(schema).validate(cut.value()))
        .forEach(error -> put(error, schema, cut.value(), byPath));
    if (byPath.isEmpty()) {
      byPath.put("", WHOLE);
    }
    return new Body(
        byPath.entrySet().stream()
            .map(it -> new Problem.Field(it.getKey(), it.getValue()))
            .toList(),
        cut.omitted());
  }

  /** A missing member is reported itself, instead of the object that lacks it. */
  private static void put(
      OutputUnit error, JsonSchema schema, @Nullable Object value, Map<String, String> byPath) {
    String path = path(error.getInstanceLocation());
    if (error.getErrorType() == OutputErrorType.MISSING_VALUE
        && at(error.getKeywordLocation(), schema) instanceof JsonArray required
        && at(error.getInstanceLocation(), value) instanceof JsonObject object) {
      required.stream()
          .map(String::valueOf)
          .filter(name -> !object.containsKey(name))
          .forEach(name -> byPath.put(path.isEmpty() ? name : path + "." + name, "is required"));
    } else {
      byPath.put(path, error.getError());
    }
  }

  /** What a location such as {@code #/team/id} points to. */
  private static @Nullable Object at(String location, @Nullable Object document) {
    return JsonPointer.from(location.substring(1)).queryJson(document);
  }

  /** The most useful error: a wrong type before its consequences, else the deepest. */
  static Optional<String> reason(OutputUnit result) {
    if (Boolean.TRUE.equals(result.getValid())) {
      return Optional.empty();
    }
    List<OutputUnit> errors = errors(result);
    return errors.stream()
        .filter(it -> it.getKeywordLocation().endsWith("/type"))
        .findFirst()
        .or(() -> errors.isEmpty() ? Optional.empty() : Optional.of(errors.getLast()))
        .map(OutputUnit::getError)
        .or(() -> Optional.of(WHOLE));
  }

  private static List<OutputUnit> errors(OutputUnit result) {
    return Optional.ofNullable(result.getErrors()).orElse(List.of());
  }

  /** Converts {@code #/team/id} to {@code team.id}. */
  private static String path(String pointer) {
    return pointer.replaceFirst("^#/?", "").replace('/', '.');
  }
}
