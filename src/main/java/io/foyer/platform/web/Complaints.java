package io.foyer.platform.web;

import static io.vertx.ext.web.openapi.router.RouterBuilder.KEY_META_DATA_OPERATION;

import io.foyer.platform.Problem;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.RequestBody;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Everything the contract finds wrong with a request. The library stops at the first reason; once
 * it has refused, this looks at every parameter and the whole body again.
 */
final class Complaints {
  private final SchemaRepository schemas;

  Complaints(SchemaRepository schemas) {
    this.schemas = schemas;
  }

  /** All reasons; {@code first} where looking again finds none. */
  List<Problem.Field> about(RoutingContext context, Throwable first) {
    Operation operation = operation(context);
    List<Problem.Field> fields = new ArrayList<>();
    operation.getParameters().forEach(it -> check(it, context).ifPresent(fields::add));
    fields.addAll(unknown(context));
    fields.addAll(checkBody(operation.getRequestBody(), context));
    return fields.isEmpty() ? List.of(new Problem.Field("", reason(first))) : fields;
  }

  /** Query parameters that the contract does not know. */
  List<Problem.Field> unknown(RoutingContext context) {
    Set<String> known =
        operation(context).getParameters().stream()
            .filter(it -> it.getIn() == Location.QUERY)
            .map(Parameter::getName)
            .collect(Collectors.toSet());
    return context.queryParams().names().stream()
        .filter(name -> !known.contains(name))
        .sorted()
        .map(name -> new Problem.Field(name, "is not a parameter of this operation"))
        .toList();
  }

  private static Operation operation(RoutingContext context) {
    Operation operation = context.currentRoute().getMetadata(KEY_META_DATA_OPERATION);
    return Objects.requireNonNull(operation, "not a route of the contract");
  }

  private Optional<Problem.Field> check(Parameter parameter, RoutingContext context) {
    String name = parameter.getName();
    Optional<String> value =
        Optional.ofNullable(
            parameter.getIn() == Location.PATH
                ? context.pathParam(name)
                : context.queryParams().get(name));
    if (value.isEmpty()) {
      return parameter.isRequired()
          ? Optional.of(new Problem.Field(name, "is required"))
          : Optional.empty();
    }
    OutputUnit result =
        schemas.validator(parameter.getSchema()).validate(typed(parameter, value.get()));
    return Boolean.TRUE.equals(result.getValid())
        ? Optional.empty()
        : Optional.of(new Problem.Field(name, lastReason(result)));
  }

  private static Object typed(Parameter parameter, String value) {
    return switch (parameter.getSchemaType()) {
      case INTEGER, NUMBER, BOOLEAN -> literal(value);
      default -> value;
    };
  }

  private static Object literal(String value) {
    try {
      return Json.decodeValue(value);
    } catch (DecodeException e) {
      return value;
    }
  }

  private List<Problem.Field> checkBody(RequestBody declared, RoutingContext context) {
    if (declared == null || context.body().isEmpty()) {
      return List.of();
    }
    MediaType type = declared.determineContentType(context.request().getHeader("Content-Type"));
    if (type == null || type.getSchema() == null) {
      return List.of(new Problem.Field("Content-Type", "must be application/json"));
    }
    try {
      Object body = Json.decodeValue(context.body().buffer());
      return fields(schemas.validator(type.getSchema()).validate(body));
    } catch (DecodeException e) {
      return List.of(new Problem.Field("", "the body is not JSON"));
    }
  }

  /** The deepest complaint of each place, in the order of places. */
  private static List<Problem.Field> fields(OutputUnit result) {
    Map<String, String> byPlace = new TreeMap<>();
    if (!Boolean.TRUE.equals(result.getValid()) && result.getErrors() != null) {
      result.getErrors().stream()
          .filter(error -> error.getErrors() == null)
          .forEach(error -> byPlace.put(path(error.getInstanceLocation()), error.getError()));
    }
    return byPlace.entrySet().stream()
        .map(it -> new Problem.Field(it.getKey(), it.getValue()))
        .toList();
  }

  /** {@code #/team/id} as {@code team.id}. */
  private static String path(String pointer) {
    return pointer.replaceFirst("^#/?", "").replace('/', '.');
  }

  private static String lastReason(OutputUnit result) {
    return result.getErrors() == null || result.getErrors().isEmpty()
        ? String.valueOf(result.getError())
        : result.getErrors().getLast().getError();
  }

  private static String reason(Throwable first) {
    return switch (first) {
      case SchemaValidationException schema -> lastReason(schema.getOutputUnit());
      case ValidatorException other -> String.valueOf(other.getMessage());
      default -> "cannot be read";
    };
  }
}
