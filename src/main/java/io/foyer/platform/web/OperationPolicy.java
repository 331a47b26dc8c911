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
 * Who may call an operation, and what it reads, as the contract says: {@code security: []} makes it
 * public, so an operation without it never is; {@code x-roles} lists the allowed roles, all if
 * absent; {@code x-max-body} is the size of the largest body in bytes, if it differs from that of
 * the other operations.
 */
record OperationPolicy(boolean open, Set<Caller.Role> roles, Optional<Integer> maxBody) {
  private static final Set<Caller.Role> ALL = Set.copyOf(EnumSet.allOf(Caller.Role.class));

  /** Default policy: any authenticated caller. */
  static final OperationPolicy ANYBODY_KNOWN = new OperationPolicy(false, ALL, Optional.empty());

  /**
   * Reads the policy of an operation.
   *
   * @throws IllegalArgumentException if a role is unknown, or the size no positive number
   */
  static OperationPolicy of(Operation operation) {
    Object security = operation.getOpenAPIModel().getValue("security");
    Object roles = operation.getExtensions().get("x-roles");
    return new OperationPolicy(
        security instanceof JsonArray needs && needs.isEmpty(),
        roles instanceof JsonArray names ? roles(names) : ALL,
        Optional.ofNullable(operation.getExtensions().get("x-max-body"))
            .map(OperationPolicy::size));
  }

  private static int size(Object bytes) {
    if (bytes instanceof Integer size && size > 0) {
      return size;
    }
    throw new IllegalArgumentException("x-max-body must be a positive number of bytes");
  }

  private static Set<Caller.Role> roles(JsonArray names) {
    return names.stream()
        .map(name -> Caller.Role.of(name.toString()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Authorizes a caller; empty for a public operation, failed if access is denied. */
  Future<Optional<Caller>> check(Future<Caller> caller) {
    return open
        ? Future.succeededFuture(Optional.empty())
        : caller.compose(it -> roles.contains(it.role()) ? admitted(it) : forbidden());
  }

  private static Future<Optional<Caller>> admitted(Caller caller) {
    return Future.succeededFuture(Optional.of(caller));
  }

  private static Future<Optional<Caller>> forbidden() {
    return Future.failedFuture(new Problem.Forbidden("Your role may not do this.").asException());
  }
}
