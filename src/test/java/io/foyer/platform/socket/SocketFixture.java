package io.foyer.platform.socket;

import static io.foyer.testing.Futures.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A server whose every address is a socket; what came in is heard by a recorder. */
final class SocketFixture implements AutoCloseable {
  static final List<String> PROTOCOLS = List.of("foyer.v1", "foyer.v2");

  final Vertx vertx = Vertx.vertx();
  final WebSocketServer sockets;
  final HttpServer server;
  private final BlockingQueue<Recorder> opened = new LinkedBlockingQueue<>();

  SocketFixture(SocketLimits limits) throws TimeoutException {
    this(limits, new HttpServerOptions(), Recorder::new);
  }

  SocketFixture(SocketLimits limits, Function<HttpServerRequest, ConnectionAdmission> door)
      throws TimeoutException {
    this(new WebSocketServer(limits, door), new HttpServerOptions(), Recorder::new);
  }

  SocketFixture(
      SocketLimits limits,
      HttpServerOptions options,
      Function<WebSocketConnection, Recorder> listeners)
      throws TimeoutException {
    this(new WebSocketServer(limits), options, listeners);
  }

  private SocketFixture(
      WebSocketServer sockets,
      HttpServerOptions options,
      Function<WebSocketConnection, Recorder> listeners)
      throws TimeoutException {
    this.sockets = sockets;
    server =
        vertx
            .createHttpServer(asAtTheEdge(options))
            .requestHandler(
                request -> {
                  request.response().putHeader("X-Frame-Options", "DENY");
                  sockets.open(request, PROTOCOLS, socket -> remember(listeners.apply(socket)));
                });
    await(server.listen());
  }

  private static HttpServerOptions asAtTheEdge(HttpServerOptions options) {
    return options
        .setHost("127.0.0.1")
        .setPort(0)
        .setIdleTimeout(60)
        .setHttp2ClearTextEnabled(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false);
  }

  private Recorder remember(Recorder recorder) {
    opened.add(recorder);
    return recorder;
  }

  RawWebSocketClient connect() throws IOException {
    return new RawWebSocketClient(server.actualPort());
  }

  RawWebSocketClient open() throws IOException {
    return connect().open();
  }

  Recorder listener() throws InterruptedException {
    Recorder recorder = opened.poll(10, TimeUnit.SECONDS);
    if (recorder == null) {
      throw new AssertionError("no socket was opened");
    }
    return recorder;
  }

  @Override
  public void close() throws TimeoutException {
    await(vertx.close());
  }
}
