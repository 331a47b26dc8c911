package io.foyer.platform.web;

import static io.vertx.ext.web.openapi.router.RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST;

import io.foyer.platform.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.ext.web.handler.TimeoutHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.Path;
import io.vertx.openapi.validation.ValidatedRequest;
import io.vertx.openapi.validation.ValidatorException;
import java.util.List;
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
  private final Complaints complaints;

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
    this.complaints = new Complaints(contract.own().getSchemaRepository());
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
    router
        .route(Contract.OWN + "*")
        .handler(TimeoutHandler.create(settings.timeout().toMillis(), 503))
        .handler(this::admit)
        .handler(BodyHandler.create(false).setBodyLimit(settings.maxBody()));
    RouterBuilder builder = RouterBuilder.create(vertx, contract.own());
    builder.getRoutes().forEach(this::attach);
    router.route().subRouter(builder.createRouter());
  }

  private void attach(OpenAPIRoute route) {
    Operation operation =
        Objects.requireNonNull(operations.get(route.getOperation().getOperationId()));
    // The gate stands before every path of the API; the library must not ask for a second one.
    route
        .setDoSecurity(false)
        .addHandler(this::refuseUnknownParameters)
        .addHandler(context -> serve(context, operation))
        .addFailureHandler(this::fail);
  }

  private void admit(RoutingContext context) {
    gate.admit(context.request())
        .onSuccess(
            caller -> {
              context.put(CALLER, caller);
              context.next();
            })
        .onFailure(cause -> answerFailure(context, cause));
  }

  /** The library lets unknown parameters pass; a mistyped filter must not show everything. */
  private void refuseUnknownParameters(RoutingContext context) {
    List<Problem.Field> unknown = complaints.unknown(context);
    if (unknown.isEmpty()) {
      context.next();
    } else {
      answerFailure(context, invalid(unknown));
    }
  }

  private void serve(RoutingContext context, Operation operation) {
    Caller caller = context.get(CALLER);
    ValidatedRequest request = context.get(KEY_META_DATA_VALIDATED_REQUEST);
    Future.succeededFuture(new Call(caller, request))
        .compose(operation::serve)
        .onSuccess(reply -> reply.answer().send(context.response()))
        .onFailure(cause -> answerFailure(context, cause));
  }

  private void fail(RoutingContext context) {
    Throwable cause = context.failure();
    if (cause instanceof HttpException refused
        && refused.getCause() instanceof ValidatorException) {
      answerFailure(context, invalid(complaints.about(context, refused.getCause())));
    } else if (cause instanceof DecodeException) {
      // The library does not expect a parameter such as ?from=%22 and fails with the parser's
      // error.
      answerFailure(context, invalid(complaints.about(context, cause)));
    } else {
      context.next();
    }
  }

  private void answerFailure(RoutingContext context, Throwable cause) {
    Failures.answer(context.request(), cause, dialect).send(context.response());
  }

  private static Throwable invalid(List<Problem.Field> fields) {
    return new Problem.Invalid("The request does not keep to the contract.", fields).asException();
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
