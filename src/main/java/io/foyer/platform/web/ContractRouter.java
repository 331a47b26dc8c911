package io.foyer.platform.web;

import io.foyer.platform.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Foyer's own API. A request reaches its operation only if the contract lets this caller use it and
 * finds the request valid, in this order; whatever fails becomes problem JSON naming every wrong
 * field.
 */
public final class ContractRouter implements RouteGroup {
  private final Vertx vertx;
  private final Contract contract;
  private final EdgeSettings settings;
  private final Map<String, Operation> operations;
  private final Map<String, Access> access;
  private final Dialect dialect = new ProblemRenderer();

  /**
   * Serves the contract.
   *
   * @param operations by operationId
   * @throws IllegalArgumentException if an operation of the contract is not served, one is served
   *     that it does not know, or {@code x-roles} names no role
   */
  public ContractRouter(
      Vertx vertx, Contract contract, EdgeSettings settings, Map<String, Operation> operations) {
    this.vertx = vertx;
    this.contract = contract;
    this.settings = settings;
    this.operations = Map.copyOf(operations);
    this.access =
        contract.own().operations().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    io.vertx.openapi.contract.Operation::getOperationId, Access::of));
    if (!access.keySet().equals(operations.keySet())) {
      throw new IllegalArgumentException(
          "the contract has " + access.keySet() + ", served are " + operations.keySet());
    }
  }

  @Override
  public void mount(Router router) {
    String own = Contract.OWN + "*";
    router.route(own).handler(TimeoutHandler.create(settings.timeout().toMillis(), 503));
    router.route(own).handler(this::admit);
    router.route(own).handler(BodyHandler.create(false).setBodyLimit(settings.maxBody()));
    RouterBuilder builder = RouterBuilder.create(vertx, contract.own());
    builder.getRoutes().forEach(this::attach);
    router.route().subRouter(builder.createRouter());
  }

  private void attach(OpenAPIRoute route) {
    Operation operation =
        Objects.requireNonNull(operations.get(route.getOperation().getOperationId()));
    Access rule = Objects.requireNonNull(access.get(route.getOperation().getOperationId()));
    RequestCheck check =
        new RequestCheck(contract.own().getSchemaRepository(), route.getOperation());
    // The door stands before every path of the API and the checks are our own: see both.
    route
        .setDoSecurity(false)
        .setDoValidation(false)
        .addHandler(context -> serve(context, rule, check, operation));
  }

  /** Before the body is read, and also where no operation is: a stranger learns nothing. */
  private void admit(RoutingContext context) {
    rule(context)
        .check(Arrival.of(context).caller())
        .onSuccess(caller -> context.next())
        .onFailure(cause -> refuse(context, cause));
  }

  private Access rule(RoutingContext context) {
    var operation =
        contract.own().findOperation(context.normalizedPath(), context.request().method());
    return operation == null
        ? Access.ANYBODY_KNOWN
        : Objects.requireNonNull(access.get(operation.getOperationId()));
  }

  private void serve(RoutingContext context, Access rule, RequestCheck check, Operation operation) {
    Arrival arrival = Arrival.of(context);
    rule.check(arrival.caller())
        .compose(caller -> call(context, caller, arrival.client(), check))
        .compose(operation::serve)
        .compose(reply -> reply.send(context.request()))
        .onFailure(cause -> refuse(context, cause));
  }

  private static Future<Call> call(
      RoutingContext context, Optional<Caller> caller, Client client, RequestCheck check) {
    RequestCheck.Found found = check.examine(context);
    return found.wrong().isEmpty()
        ? Future.succeededFuture(
            new Call(caller, client, found.values(), found.body(), accepted(context)))
        : Future.failedFuture(
            new Problem.Invalid("The request does not keep to the contract.", found.wrong())
                .asException());
  }

  /** The media types that the caller would take, those he prefers first. */
  private static List<String> accepted(RoutingContext context) {
    return context.parsedHeaders().accept().stream()
        .filter(type -> type.weight() > 0)
        .map(type -> type.component() + "/" + type.subComponent())
        .toList();
  }

  private void refuse(RoutingContext context, Throwable cause) {
    Failures.answer(context.request(), cause, dialect).send(context.response());
  }

  @Override
  public Map<String, Dialect> dialects() {
    return Map.of("/api/v2", dialect);
  }

  @Override
  public Set<String> allowed(String path) {
    Path found = contract.own().findPath(path);
    return found == null
        ? Set.of()
        : found.getOperations().stream()
            .map(io.vertx.openapi.contract.Operation::getHttpMethod)
            .map(HttpMethod::name)
            .collect(Collectors.toSet());
  }
}
