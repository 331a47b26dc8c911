package io.foyer.platform.web;

import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.RequestBody;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Validates a request against one operation of the contract and reports every invalid field.
 *
 * <p>Used instead of the library's request validator (vertx-openapi 5.0.8), which stops at the
 * first error, decodes a query twice (an offset of {@code %2B02:00} becomes a space), accepts
 * unknown parameters, fails with a parser error on {@code %22}, and switches to a worker thread for
 * all that. Schemas are the library's, their errors are those of {@link SchemaErrors}.
 */
final class RequestValidator {
  private final SchemaRepository schemas;
  private final Set<String> names;
  private final List<Parameter> parameters;
  private final Optional<RequestBody> body;
  private final Set<BodyType> types;
  private final Set<String> queryNames;

  /**
   * A validator of one operation.
   *
   * @param names names of members that the contract knows
   * @param types media types of bodies that the operation takes
   */
  RequestValidator(
      SchemaRepository schemas, Set<String> names, Operation operation, Set<BodyType> types) {
    this.types = types;
    this.schemas = schemas;
    this.names = names;
    this.parameters = List.copyOf(operation.getParameters());
    this.body = Optional.ofNullable(operation.getRequestBody());
    this.queryNames =
        parameters.stream()
            .filter(it -> it.getIn() == Location.QUERY)
            .map(Parameter::getName)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Result: values by parameter name, and the body as JSON or as text. */
  record Found(Map<String, Object> values, Optional<JsonObject> body, Optional<String> text) {}

  /** A body: at most one of them. */
  private record Body(Optional<JsonObject> json, Optional<String> text) {
    static final Body NONE = new Body(Optional.empty(), Optional.empty());
  }

  /** Invalid fields found so far, and how many were left out. */
  private static final class Errors {
    private final List<Problem.Field> wrong = new ArrayList<>();
    private int omitted;

    void add(Problem.Field field) {
      wrong.add(field);
    }
  }

  /**
   * Reads a request.
   *
   * @throws ProblemException with {@code Invalid}
   */
  Found examine(RoutingContext context) {
    Map<String, Object> values = new HashMap<>();
    Errors errors = new Errors();
    parameters.forEach(it -> examine(it, context, values, errors));
    refuseUnknown(context, errors);
    Body given = examineBody(context, errors);
    if (!errors.wrong.isEmpty()) {
      throw new Problem.Invalid(
              "The request does not keep to the contract.", errors.wrong, errors.omitted)
          .asException();
    }
    return new Found(values, given.json(), given.text());
  }

  private void examine(
      Parameter parameter, RoutingContext context, Map<String, Object> values, Errors wrong) {
    String name = parameter.getName();
    List<String> given = given(parameter, context);
    if (given.size() > 1) {
      wrong.add(new Problem.Field(name, "is given more than once"));
    } else if (!given.isEmpty()) {
      Object value = typed(parameter, given.getFirst());
      values.put(name, value);
      SchemaErrors.reason(schemas.validator(parameter.getSchema()).validate(value))
          .ifPresent(reason -> wrong.add(new Problem.Field(name, reason)));
    } else if (parameter.isRequired()) {
      wrong.add(new Problem.Field(name, "is required"));
    }
  }

  private static List<String> given(Parameter parameter, RoutingContext context) {
    String name = parameter.getName();
    return switch (parameter.getIn()) {
      case QUERY -> context.queryParams().getAll(name);
      case HEADER -> context.request().headers().getAll(name);
      case PATH -> Optional.ofNullable(context.pathParam(name)).stream().toList();
      case COOKIE ->
          context.request().cookies(name).stream().map(cookie -> cookie.getValue()).toList();
    };
  }

  private static Object typed(Parameter parameter, String text) {
    return switch (parameter.getSchemaType()) {
      case INTEGER, NUMBER, BOOLEAN -> literal(text);
      default -> text;
    };
  }

  private static Object literal(String text) {
    try {
      return Optional.ofNullable(Json.decodeValue(text)).orElse(text);
    } catch (DecodeException e) {
      return text;
    }
  }

  /** Rejects unknown query parameters: a mistyped filter must not return everything. */
  private void refuseUnknown(RoutingContext context, Errors wrong) {
    context.queryParams().names().stream()
        .filter(name -> !queryNames.contains(name))
        .sorted()
        .map(name -> new Problem.Field(name, "is not a parameter of this operation"))
        .forEach(wrong::add);
  }

  private Body examineBody(RoutingContext context, Errors wrong) {
    if (types.isEmpty()) {
      return Body.NONE;
    }
    if (context.body().length() <= 0) {
      if (body.map(RequestBody::isRequired).orElse(true)) {
        wrong.add(new Problem.Field("", "a body is required"));
      }
      return Body.NONE;
    }
    String header = context.request().getHeader("Content-Type");
    Optional<BodyType> type =
        Optional.ofNullable(header).flatMap(BodyType::of).filter(types::contains);
    if (type.isEmpty()) {
      wrong.add(new Problem.Field("Content-Type", "must be " + expected()));
      return Body.NONE;
    }
    return switch (type.get()) {
      case JSON -> json(context, wrong);
      case YAML -> text(context, wrong).map(text -> yaml(text, wrong)).orElse(Body.NONE);
      case CSV -> new Body(Optional.empty(), text(context, wrong));
    };
  }

  private String expected() {
    return types.stream().sorted().map(BodyType::mediaType).collect(Collectors.joining(" or "));
  }

  private Body json(RoutingContext context, Errors wrong) {
    try {
      return judged(Json.decodeValue(context.body().buffer()), wrong);
    } catch (DecodeException e) {
      wrong.add(new Problem.Field("", "the body is not JSON"));
      return Body.NONE;
    }
  }

  private Body yaml(String text, Errors wrong) {
    try {
      return judged(YamlBody.parse(text), wrong);
    } catch (YamlBody.Malformed e) {
      wrong.add(new Problem.Field("", String.valueOf(e.getMessage())));
      return Body.NONE;
    }
  }

  private Body judged(@Nullable Object value, Errors wrong) {
    SchemaErrors.Body found = SchemaErrors.ofBody(schemas, schema(), names, value);
    found.fields().forEach(wrong::add);
    wrong.omitted = found.omitted();
    return value instanceof JsonObject object
        ? new Body(Optional.of(object), Optional.empty())
        : Body.NONE;
  }

  /** That of JSON, which every operation with another type than CSV has. */
  private JsonSchema schema() {
    return body.orElseThrow().determineContentType(BodyType.JSON.mediaType()).getSchema();
  }

  /** Without a byte order mark, which spreadsheets write. */
  private static Optional<String> text(RoutingContext context, Errors wrong) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(context.body().buffer().getBytes()))
              .toString();
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      wrong.add(new Problem.Field("", "the body is not UTF-8"));
      return Optional.empty();
    }
  }
}
