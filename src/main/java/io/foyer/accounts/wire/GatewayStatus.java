package io.foyer.accounts.wire;

import io.foyer.platform.http.AsyncCache;
import io.foyer.platform.observe.Readiness;
import io.foyer.platform.observe.Readiness.Report;
import io.foyer.platform.web.FailureRenderer;
import io.foyer.platform.web.PreparedResponse;
import io.foyer.platform.web.RouteGroup;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/**
 * Serves {@code /health} and {@code /readiness} of the legacy Meetings gateway on the public port.
 * Public and without a rate limit, so the checks run at most once a second, and only their names
 * are shown.
 */
final class GatewayStatus implements RouteGroup {
  private static final Duration KEPT = Duration.ofSeconds(1);

  /** What the gateway called the accounts, and the checks that they stand on here. */
  private static final String AUTH = "Auth";

  private static final Set<String> AUTH_NEEDS = Set.of("database", "accounts");
  private static final Set<String> PATHS = Set.of("/health", "/readiness");

  private final MeetingsErrorRenderer dialect = new MeetingsErrorRenderer();
  private final AsyncCache<String, Report> reports;
  private final Readiness readiness;

  GatewayStatus(Readiness readiness) {
    this.reports = new AsyncCache<>(InstantSource.system(), 1, report -> KEPT);
    this.readiness = readiness;
  }

  @Override
  public void mount(Router router) {
    read(router, "/health").handler(this::health);
    read(router, "/readiness").handler(this::readiness);
  }

  private static Route read(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  private void health(RoutingContext context) {
    JsonObject gateway = new JsonObject().put("name", "api-gateway").put("status", "online");
    MeetingsErrorRenderer.data(200, gateway).send(context.response());
  }

  private void readiness(RoutingContext context) {
    reports
        .of("all", all -> readiness.report())
        .map(GatewayStatus::answer)
        .otherwise(cause -> FailureRenderer.answer(context.request(), cause, dialect))
        .onSuccess(prepared -> prepared.send(context.response()));
  }

  private static PreparedResponse answer(Report report) {
    JsonArray services = new JsonArray();
    services.add(service(AUTH, auth(report)));
    report
        .findings()
        .forEach(finding -> services.add(service(finding.name(), finding.result().up())));
    JsonObject status =
        new JsonObject().put("status", word(report.serving())).put("services", services);
    return report.serving()
        ? MeetingsErrorRenderer.data(200, status)
        : MeetingsErrorRenderer.unready(status);
  }

  private static boolean auth(Report report) {
    return report.findings().stream()
        .filter(finding -> AUTH_NEEDS.contains(finding.name()))
        .allMatch(finding -> finding.result().up());
  }

  private static JsonObject service(String name, boolean up) {
    return new JsonObject().put("name", name).put("status", word(up));
  }

  private static String word(boolean up) {
    return up ? "online" : "offline";
  }

  @Override
  public Set<String> allowed(String path) {
    return PATHS.contains(path) ? Set.of("GET", "HEAD") : Set.of();
  }
}
