package io.foyer.platform.web;

import io.vertx.core.json.JsonObject;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;

/**
 * A request that the contract found valid. Asking for a parameter the contract does not require of
 * the caller gives an empty {@code Optional}.
 */
public final class Call {
  private final Caller caller;
  private final ValidatedRequest request;

  Call(Caller caller, ValidatedRequest request) {
    this.caller = caller;
    this.request = request;
  }

  /** Who asks. */
  public Caller caller() {
    return caller;
  }

  /** A number in the path. */
  public long pathLong(String name) {
    return Objects.requireNonNull(request.getPathParameters().get(name), name).getLong();
  }

  /** A text in the path. */
  public String path(String name) {
    return String.valueOf(
        Objects.requireNonNull(request.getPathParameters().get(name), name).get());
  }

  /** A text in the query. */
  public Optional<String> query(String name) {
    return parameter(name).map(value -> String.valueOf(value.get()));
  }

  /** A whole number in the query. */
  public Optional<Integer> queryInt(String name) {
    return parameter(name).map(RequestParameter::getInteger);
  }

  /** A moment in the query, in any offset. */
  public Optional<Instant> queryInstant(String name) {
    return query(name).map(text -> OffsetDateTime.parse(text).toInstant());
  }

  /** The body; empty where the caller sent none. */
  public Optional<JsonObject> body() {
    return Optional.ofNullable(request.getBody())
        .filter(body -> !body.isNull())
        .map(RequestParameter::getJsonObject);
  }

  private Optional<RequestParameter> parameter(String name) {
    return Optional.ofNullable(request.getQuery().get(name)).filter(value -> !value.isNull());
  }
}
