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
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Foyer's own API. A request reaches its operation only if the gate admitted the caller and the
 * contract found it valid, in this order; whatever fails becomes problem JSON naming every wrong
 * field.
 */
public final class ContractRouter implements RouteGroup {
  private static final String CALLER = "foyer.caller";

  private final Vertx vertx;
  private final Contract contract;
  private final EdgeSettings settings;
  private final Gate gate;
  private final Map<String, Operation> operations;
  private final Dialect dialect = new ProblemRenderer();

  /**
   * Serves the contract.
   *
   * @param operations by operationId
   * @throws IllegalArgumentException if an operation of the contract is not served, or one is
   *     served that it does not know
   */
  public ContractRouter(
      Vertx vertx,
      Contract contract,
      EdgeSettings settings,
      Gate gate,
      Map<String, Operation> operations) {
    this.vertx = vertx;
    this.contract = contract;
    this.settings = settings;
    this.gate = gate;
    this.operations = Map.copyOf(operations);
    Set<String> known =
        contract.own().operations().stream()
            .map(io.vertx.openapi.contract.Operation::getOperationId)
            .collect(Collectors.toSet());
    if (!known.equals(operations.keySet())) {
      throw new IllegalArgumentException(
          "the contract has " + known + ", served are " + operations.keySet());
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
    RequestCheck check =
        new RequestCheck(contract.own().getSchemaRepository(), route.getOperation());
    // The gate stands before every path of the API and the check is our own: see both.
    route
        .setDoSecurity(false)
        .setDoValidation(false)
        .addHandler(context -> serve(context, check, operation));
  }

  private void admit(RoutingContext context) {
    // A gate may have to ask elsewhere; the body must wait for whoever reads it.
    context.request().pause();
    gate.admit(context.request())
        .onSuccess(
            caller -> {
              context.request().resume();
              context.put(CALLER, caller);
              context.next();
            })
        .onFailure(cause -> refuse(context, cause));
  }

  private void serve(RoutingContext context, RequestCheck check, Operation operation) {
    call(context, check)
        .compose(operation::serve)
        .onSuccess(reply -> reply.answer().send(context.response()))
        .onFailure(cause -> refuse(context, cause));
  }

  private static Future<Call> call(RoutingContext context, RequestCheck check) {
    RequestCheck.Found found = check.examine(context);
    return found.wrong().isEmpty()
        ? Future.succeededFuture(new Call(context.get(CALLER), found.values(), found.body()))
        : Future.failedFuture(
            new Problem.Invalid("The request does not keep to the contract.", found.wrong())
                .asException());
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
