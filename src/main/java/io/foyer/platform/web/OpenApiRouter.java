package io.foyer.platform.web;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Router of Foyer's own API: checks authorization, then validates the request against the contract,
 * then calls the operation. Failures become problem JSON that names every invalid field.
 */
public final class OpenApiRouter implements RouteGroup {
  private static final String POLICY = OperationPolicy.class.getName();

  private final Vertx vertx;
  private final OpenApiContract contract;
  private final HttpServerSettings settings;
  private final Map<String, Operation> operations;
  private final Map<String, OperationPolicy> policies;
  private final ErrorRenderer renderer = new ProblemRenderer();

  /**
   * A router for the contract.
   *
   * @param operations handlers by operationId
   * @throws IllegalArgumentException if operations and contract do not match, or {@code x-roles}
   *     contains an unknown role
   */
  public OpenApiRouter(
      Vertx vertx,
      OpenApiContract contract,
      HttpServerSettings settings,
      Map<String, Operation> operations) {
    this.vertx = vertx;
    this.contract = contract;
    this.settings = settings;
    this.operations = Map.copyOf(operations);
    this.policies =
        contract.own().operations().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    io.vertx.openapi.contract.Operation::getOperationId, OperationPolicy::of));
    if (!policies.keySet().equals(operations.keySet())) {
      throw new IllegalArgumentException(
          "operations of the contract: "
              + policies.keySet()
              + ", implemented: "
              + operations.keySet());
    }
  }

  @Override
  public void mount(Router router) {
    contract.prefixes().forEach(prefix -> prepare(router, prefix + "/*"));
    RouterBuilder builder = RouterBuilder.create(vertx, contract.own());
    builder.getRoutes().forEach(this::attach);
    router.route().subRouter(builder.createRouter());
  }

  private void prepare(Router router, String own) {
    router.route(own).handler(TimeoutHandler.create(settings.timeout().toMillis(), 503));
    router.route(own).handler(this::admit);
    Map<Integer, BodyHandler> readers = new HashMap<>();
    router
        .route(own)
        .handler(
            context ->
                readers
                    .computeIfAbsent(
                        maxBody(context), limit -> BodyHandler.create(false).setBodyLimit(limit))
                    .handle(context));
  }

  private void attach(OpenAPIRoute route) {
    Operation operation =
        Objects.requireNonNull(operations.get(route.getOperation().getOperationId()));
    OperationPolicy rule =
        Objects.requireNonNull(policies.get(route.getOperation().getOperationId()));
    RequestValidator check =
        new RequestValidator(
            contract.own().getSchemaRepository(),
            contract.memberNames(),
            route.getOperation(),
            contract.bodyTypes(route.getOperation().getOperationId()));
    // Replaced by AdmissionHandler and RequestValidator.
    route
        .setDoSecurity(false)
        .setDoValidation(false)
        .addHandler(context -> serve(context, rule, check, operation));
  }

  /**
   * Authorizes before the body is read, and also for unknown paths, which unauthenticated callers
   * cannot probe.
   */
  private void admit(RoutingContext context) {
    OperationPolicy policy = rule(context);
    context.put(POLICY, policy);
    policy
        .check(AuthenticatedRequest.of(context).caller())
        .onSuccess(caller -> context.next())
        .onFailure(cause -> refuse(context, cause));
  }

  private int maxBody(RoutingContext context) {
    return context.<OperationPolicy>get(POLICY).maxBody().orElse(settings.maxBody());
  }

  private OperationPolicy rule(RoutingContext context) {
    var operation =
        contract.own().findOperation(context.normalizedPath(), context.request().method());
    return operation == null
        ? OperationPolicy.ANYBODY_KNOWN
        : Objects.requireNonNull(policies.get(operation.getOperationId()));
  }

  private void serve(
      RoutingContext context, OperationPolicy rule, RequestValidator check, Operation operation) {
    AuthenticatedRequest authenticated = AuthenticatedRequest.of(context);
    rule.check(authenticated.caller())
        .compose(caller -> call(context, caller, authenticated.client(), check))
        .compose(operation::serve)
        .compose(reply -> reply.send(context.request()))
        .onFailure(cause -> refuse(context, cause));
  }

  private static Future<OperationRequest> call(
      RoutingContext context, Optional<Caller> caller, Client client, RequestValidator check) {
    RequestValidator.Found found = check.examine(context);
    return Future.succeededFuture(
        new OperationRequest(
            caller, client, found.values(), found.body(), found.text(), accepted(context)));
  }

  /** Media types of {@code Accept}, preferred ones first. */
  private static List<String> accepted(RoutingContext context) {
    return context.parsedHeaders().accept().stream()
        .filter(type -> type.weight() > 0)
        .map(type -> type.component() + "/" + type.subComponent())
        .toList();
  }

  private void refuse(RoutingContext context, Throwable cause) {
    FailureRenderer.answer(context.request(), cause, renderer).send(context.response());
  }

  @Override
  public Map<String, ErrorRenderer> errorRenderers() {
    return contract.prefixes().stream().collect(Collectors.toMap(it -> it, it -> renderer));
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
