package io.foyer.platform.web;

import io.foyer.platform.config.HostPort;
import io.foyer.platform.observe.Liveness;
import io.foyer.platform.observe.Metrics;
import io.foyer.platform.observe.Readiness;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;

/**
 * Management server: {@code /health} (liveness), {@code /ready} (readiness), {@code /metrics}
 * (Prometheus text). Stays open while the HTTP server drains.
 */
public final class ManagementServer {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final Liveness liveness;
  private final Readiness readiness;
  private final Metrics metrics;
  private final ErrorRenderer renderer = new ProblemRenderer();

  /** A server that is not started. */
  public ManagementServer(
      Vertx vertx, HostPort address, Liveness liveness, Readiness readiness, Metrics metrics) {
    this.liveness = liveness;
    this.readiness = readiness;
    this.metrics = metrics;
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(address.host())
            .setPort(address.port())
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeout(30)
            .setIdleTimeoutUnit(TimeUnit.SECONDS);
    this.server = vertx.createHttpServer(options).requestHandler(this::handle);
  }

  /**
   * Starts listening.
   *
   * @return the port; fails if it is in use
   */
  public Future<Integer> start() {
    return server.listen().map(HttpServer::actualPort);
  }

  /** Stops the server; a scrape in progress may finish. */
  public Future<Void> close() {
    return server.shutdown(1, TimeUnit.SECONDS);
  }

  private void handle(HttpServerRequest request) {
    request.response().putHeader("X-Content-Type-Options", "nosniff");
    request.response().putHeader("Cache-Control", "no-store");
    answer(request)
        .recover(cause -> Future.succeededFuture(FailureRenderer.answer(request, cause, renderer)))
        .onSuccess(prepared -> prepared.send(request.response()));
  }

  private Future<PreparedResponse> answer(HttpServerRequest request) {
    return switch (String.valueOf(request.path())) {
      case "/health" -> liveness.beat().map(ManagementServer::health);
      case "/ready" -> readiness.report().map(ManagementServer::ready);
      // Runs the checks first, so that their gauges are current.
      case "/metrics" -> readiness.report().map(report -> metrics());
      default -> Future.succeededFuture(renderer.refusal(404));
    };
  }

  private static PreparedResponse health(boolean alive) {
    return json(alive ? 200 : 503, new JsonObject().put("status", alive ? "up" : "stuck"));
  }

  private static PreparedResponse ready(Readiness.Report report) {
    return json(report.serving() ? 200 : 503, report.toJson());
  }

  private PreparedResponse metrics() {
    return PreparedResponse.of(200, METRICS_TYPE, Buffer.buffer(metrics.scrape()));
  }

  private static PreparedResponse json(int status, JsonObject body) {
    return PreparedResponse.of(status, "application/json", body.toBuffer());
  }
}
