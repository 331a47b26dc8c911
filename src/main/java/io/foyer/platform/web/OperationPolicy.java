package io.foyer.platform.web;

import io.foyer.platform.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.openapi.contract.Operation;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may use an operation, as the contract says it: {@code security: []} is anybody, written out
 * because what was forgotten must not be public; {@code x-roles} names the roles that may, all of
 * them where it is absent.
 */
record OperationPolicy(boolean open, Set<Caller.Role> roles) {
  private static final Set<Caller.Role> ALL = Set.copyOf(EnumSet.allOf(Caller.Role.class));

  /** The rule where the contract says nothing. */
  static final OperationPolicy ANYBODY_KNOWN = new OperationPolicy(false, ALL);

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if a role is unknown
   */
  static OperationPolicy of(Operation operation) {
    Object security = operation.getOpenAPIModel().getValue("security");
    Object roles = operation.getExtensions().get("x-roles");
    return new OperationPolicy(
        security instanceof JsonArray needs && needs.isEmpty(),
        roles instanceof JsonArray names ? roles(names) : ALL);
  }

  private static Set<Caller.Role> roles(JsonArray names) {
    return names.stream()
        .map(name -> Caller.Role.of(name.toString()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The caller, empty where nobody needs to be asked; or a failure that says why he may not. */
  Future<Optional<Caller>> check(Future<Caller> caller) {
    return open
        ? Future.succeededFuture(Optional.empty())
        : caller.compose(who -> roles.contains(who.role()) ? admitted(who) : forbidden());
  }

  private static Future<Optional<Caller>> admitted(Caller who) {
    return Future.succeededFuture(Optional.of(who));
  }

  private static Future<Optional<Caller>> forbidden() {
    return Future.failedFuture(new Problem.Forbidden("Your role may not do this.").asException());
  }
}
