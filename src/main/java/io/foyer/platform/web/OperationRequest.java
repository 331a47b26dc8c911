package io.foyer.platform.web;

import io.foyer.platform.Problem;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Validated request of an operation. Parameters have the type of their schema; an optional
 * parameter that was not sent is empty.
 */
public final class OperationRequest {
  private final Optional<Caller> caller;
  private final Client client;
  private final Map<String, Object> values;
  private final Optional<JsonObject> body;
  private final Optional<String> bodyText;
  private final List<String> accepted;

  /** A request; also created by tests of features. */
  public OperationRequest(
      Optional<Caller> caller,
      Client client,
      Map<String, Object> values,
      Optional<JsonObject> body,
      Optional<String> bodyText,
      List<String> accepted) {
    this.caller = caller;
    this.client = client;
    this.values = Map.copyOf(values);
    this.body = body;
    this.bodyText = bodyText;
    this.accepted = List.copyOf(accepted);
  }

  /**
   * The authenticated caller.
   *
   * @throws java.util.NoSuchElementException in a public operation
   */
  public Caller caller() {
    return caller.orElseThrow();
  }

  /** The client. */
  public Client client() {
    return client;
  }

  /** A required integer, such as an id in the path. */
  public long id(String name) {
    return ((Number) Objects.requireNonNull(values.get(name), name)).longValue();
  }

  /** A string. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(String::valueOf);
  }

  /** An integer. */
  public Optional<Integer> number(String name) {
    return Optional.ofNullable(values.get(name)).map(value -> ((Number) value).intValue());
  }

  /** A timestamp, with any offset. */
  public Optional<Instant> moment(String name) {
    return text(name).map(value -> parse(name, value));
  }

  /** RFC 3339 allows leap seconds, which Java cannot represent. */
  private static Instant parse(String name, String value) {
    try {
      return OffsetDateTime.parse(value).toInstant();
    } catch (DateTimeParseException e) {
      throw new Problem.Invalid(
              "The request does not keep to the contract.",
              List.of(new Problem.Field(name, "is not a moment that exists")))
          .asException();
    }
  }

  /** Media types of {@code Accept}, preferred ones first; empty without the header. */
  public List<String> accepted() {
    return accepted;
  }

  /** A boolean; false if it was not sent. */
  public boolean flag(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  /** A body of {@code text/csv}; empty if none was sent, or JSON. */
  public Optional<String> bodyText() {
    return bodyText;
  }

  /** A body of JSON, or of YAML as the JSON that means the same; empty if none was sent. */
  public Optional<JsonObject> body() {
    return body;
  }
}
