package io.foyer.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * HTTP server shared by all stand-ins: listens on loopback, records requests, injects faults, then
 * routes.
 */
final class StandInServer {
  private static final int MOST_CALLS = 10_000;

  private final HttpServer server;
  private final Router router;
  private final Faults faults = new Faults();
  private final Recent<RecordedCall> calls = new Recent<>(MOST_CALLS);

  StandInServer(Vertx vertx, long largestBody) {
    this.server = vertx.createHttpServer();
    this.router = Router.router(vertx);
    router.route().handler(BodyHandler.create(false).setBodyLimit(largestBody));
    router.route().handler(this::record).handler(faults::apply);
  }

  private void record(RoutingContext request) {
    calls.add(
        new RecordedCall(
            Instant.now(),
            request.request().method().name(),
            request.request().uri(),
            body(request).toString()));
    request.next();
  }

  /** The body; empty if there is none. */
  static Buffer body(RoutingContext request) {
    Buffer body = request.body().buffer();
    return body == null ? Buffer.buffer() : body;
  }

  Future<Void> start(int port) {
    return server.requestHandler(router).listen(port, "127.0.0.1").mapEmpty();
  }

  int port() {
    return server.actualPort();
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  Future<Void> close() {
    return server.close();
  }

  Router router() {
    return router;
  }

  Faults faults() {
    return faults;
  }

  List<RecordedCall> calls() {
    return calls.items();
  }
}
