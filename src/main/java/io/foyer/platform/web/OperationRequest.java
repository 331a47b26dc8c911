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
 * A request that the contract found valid. Parameters have the type their schema says; one that the
 * contract does not require is empty where the caller left it out.
 */
public final class OperationRequest {
  private final Optional<Caller> caller;
  private final Client client;
  private final Map<String, Object> values;
  private final Optional<JsonObject> body;
  private final List<String> accepted;

  /** A call; features make one in their tests. */
  public OperationRequest(
      Optional<Caller> caller,
      Client client,
      Map<String, Object> values,
      Optional<JsonObject> body,
      List<String> accepted) {
    this.caller = caller;
    this.client = client;
    this.values = Map.copyOf(values);
    this.body = body;
    this.accepted = List.copyOf(accepted);
  }

  /**
   * Who asks.
   *
   * @throws java.util.NoSuchElementException in a public operation, which admits anybody
   */
  public Caller caller() {
    return caller.orElseThrow();
  }

  /** Where it came from. */
  public Client client() {
    return client;
  }

  /** A whole number the contract requires, such as an id in the path. */
  public long id(String name) {
    return ((Number) Objects.requireNonNull(values.get(name), name)).longValue();
  }

  /** A text. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(String::valueOf);
  }

  /** A whole number. */
  public Optional<Integer> number(String name) {
    return Optional.ofNullable(values.get(name)).map(value -> ((Number) value).intValue());
  }

  /** A moment, in any offset. */
  public Optional<Instant> moment(String name) {
    return text(name).map(value -> parse(name, value));
  }

  /** RFC 3339 allows a leap second, which is no moment in Java. */
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

  /** The media types the caller would take, preferred ones first; none where he did not say. */
  public List<String> accepted() {
    return accepted;
  }

  /** Whether a switch is on; off where the caller left it out. */
  public boolean flag(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  /** The body; empty where the caller sent none. */
  public Optional<JsonObject> body() {
    return body;
  }
}
