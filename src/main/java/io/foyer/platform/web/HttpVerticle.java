package io.foyer.platform.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop of the HTTP server: its listener, router and connections. */
final class HttpVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(HttpVerticle.class);

  private final HttpServerSettings settings;
  private final HttpServerState state;
  private final SecurityHeaders security;
  private final ErrorRenderers renderers;
  private final HttpServerRouter routes;
  private final Map<String, DirectEntry> directRoutes = new HashMap<>();
  private final RequestReadTimeout readTimeout;
  private @Nullable Router router;
  private @Nullable HttpServer server;

  HttpVerticle(
      HttpServerSettings settings,
      HttpServerState state,
      HttpServerMeters meters,
      AdmissionHandler admission,
      List<RouteGroup> groups) {
    this.settings = settings;
    this.state = state;
    this.security = new SecurityHeaders(settings.publicUrl());
    this.renderers = new ErrorRenderers(groups);
    this.routes =
        new HttpServerRouter(settings, admission, groups, renderers, security, state, meters);
    this.readTimeout = new RequestReadTimeout(settings.patience());
    groups.forEach(
        group ->
            group
                .direct()
                .forEach(
                    route ->
                        directRoutes.put(
                            route.path(), new DirectEntry(route, meters.direct(route.path())))));
  }

  private record DirectEntry(DirectRoute route, LongAdder count) {}

  @Override
  public Future<?> start() {
    router = routes.create(vertx);
    vertx.setPeriodic(sweepMillis(), timer -> readTimeout.sweep(System.nanoTime()));
    server =
        vertx
            .createHttpServer(settings.serverOptions())
            .connectionHandler(this::connected)
            .invalidRequestHandler(this::refuseInvalid)
            .exceptionHandler(
                cause ->
                    log.atDebug().addKeyValue("cause", cause.getMessage()).log("Connection failed"))
            .requestHandler(this::handle);
    return server.listen();
  }

  int port() {
    return Objects.requireNonNull(server, "not started").actualPort();
  }

  Context loop() {
    return context;
  }

  /** Stops accepting connections and closes the others as their requests end. */
  Future<Void> drain(Duration timeout) {
    return Objects.requireNonNull(server, "not started")
        .shutdown(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private long sweepMillis() {
    return Math.clamp(settings.patience().toMillis() / 4, 10, 1_000);
  }

  private void connected(HttpConnection connection) {
    InetAddress peer = ClientAddress.peer(connection.remoteAddress());
    if (!state.admit(peer)) {
      ResponseLog.log(connection.close());
      return;
    }
    readTimeout.opened(connection, System.nanoTime());
    Transport transport = Transport.of(connection);
    // Must not capture the connection: a WebSocket lives for hours and no longer needs it.
    transport.onClose(
        () -> {
          readTimeout.closed(transport);
          state.leave(peer);
        });
  }

  private void handle(HttpServerRequest request) {
    readTimeout.arrived(request, System.nanoTime());
    security.stamp(request.response().headers());
    if (isMalformed(request)) {
      renderers.of(request, request.path()).refusal(400).send(request.response());
      return;
    }
    DirectEntry entry = directRoutes.get(request.path());
    if (entry != null) {
      enter(entry, request);
    } else {
      Objects.requireNonNull(router, "not started").handle(request);
    }
  }

  /** A query that cannot be decoded, or several hosts (RFC 9112, 3.2). */
  private static boolean isMalformed(HttpServerRequest request) {
    if (request.headers().getAll("Host").size() > 1) {
      return true;
    }
    try {
      return request.query() != null && request.params() == null;
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private void enter(DirectEntry entry, HttpServerRequest request) {
    entry.count().increment();
    HttpServerResponse response = request.response();
    response.headersEndHandler(
        written -> {
          if (state.draining()) {
            response.putHeader("Connection", "close");
          }
        });
    try {
      entry.route().handle(request);
    } catch (RuntimeException e) {
      FailureRenderer.answer(request, e, renderers.of(request, entry.route().path()))
          .send(response);
    }
  }

  /**
   * Rejects what the HTTP decoder could not parse: an oversized line or header, or no HTTP at all.
   */
  private void refuseInvalid(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    security.stamp(response.headers());
    response.putHeader("Connection", "close");
    int status = DecoderRefusal.status(request.decoderResult().cause());
    new ProblemRenderer().refusal(status).send(response);
    ResponseLog.log(request.connection().close());
  }
}
