package io.foyer.platform.socket;

import io.netty.channel.EventLoop;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WebSocket server: upgrades HTTP requests, counts and drains all WebSockets of one node. Enforces
 * its {@link SocketLimits} on each of them.
 */
public final class WebSocketServer {
  private static final Logger log = LoggerFactory.getLogger(WebSocketServer.class);

  private final SocketLimits limits;
  private final Function<HttpServerRequest, ConnectionAdmission> door;
  private final Map<EventLoop, SocketLoop> loops = new ConcurrentHashMap<>();
  private final AtomicBoolean warned = new AtomicBoolean();
  private volatile boolean draining;

  /** A server without connections. */
  public WebSocketServer(SocketLimits limits) {
    this(limits, request -> new ConnectionAdmission.Place(() -> {}));
  }

  /**
   * A server without connections.
   *
   * @param door counts each connection before its upgrade, or refuses it
   */
  public WebSocketServer(
      SocketLimits limits, Function<HttpServerRequest, ConnectionAdmission> door) {
    this.limits = limits;
    this.door = door;
  }

  /**
   * Upgrades a request without negotiating a subprotocol; see {@link #open(HttpServerRequest, List,
   * Function)}.
   */
  public void open(
      HttpServerRequest request, Function<WebSocketConnection, SocketListener> opener) {
    open(request, List.of(), opener);
  }

  /**
   * Upgrades a request to a WebSocket, or rejects it: 426 for a missing or wrong version, 503 while
   * draining, 429 or 503 where the door refuses it. Authentication and origin are checked by the
   * caller. Call it on the event loop of the request, before any response.
   *
   * @param protocols supported subprotocols
   * @param opener receives the socket, which may be written to at once, and returns its listener
   */
  public void open(
      HttpServerRequest request,
      List<String> protocols,
      Function<WebSocketConnection, SocketListener> opener) {
    if (draining) {
      refuse(request.response(), 503, "The server restarts.");
      return;
    }
    switch (Handshake.of(request, protocols)) {
      case Handshake.Refused(int status, String reason) ->
          refuse(request.response(), status, reason);
      case Handshake.Agreed agreed -> {
        switch (door.apply(request)) {
          case ConnectionAdmission.Rejection refusal -> refuse(request.response(), refusal);
          case ConnectionAdmission.Place place -> open(request, agreed, place, opener);
        }
      }
    }
  }

  private void open(
      HttpServerRequest request,
      Handshake.Agreed agreed,
      ConnectionAdmission.Place place,
      Function<WebSocketConnection, SocketListener> opener) {
    Function<WebSocketConnection, SocketListener> counted =
        socket -> CountedListener.of(opener, socket, place);
    HttpPipeline.of(request)
        .ifPresentOrElse(
            it -> it.take(request, agreed, loop(it), counted), () -> openByVertx(request, counted));
  }

  private static void refuse(HttpServerResponse response, ConnectionAdmission.Rejection refusal) {
    response
        .putHeader("Retry-After", String.valueOf(refusal.retryAfter().toSeconds()))
        .putHeader("Connection", "close");
    refuse(response, refusal.status(), refusal.reason());
  }

  private void openByVertx(
      HttpServerRequest request, Function<WebSocketConnection, SocketListener> opener) {
    if (!warned.getAndSet(true)) {
      log.atWarn().log("Unknown HTTP pipeline, falling back to WebSockets of Vert.x");
    }
    PlainSocket.open(request, limits.maxMessage(), opener);
  }

  private SocketLoop loop(HttpPipeline pipeline) {
    ContextInternal context = pipeline.context();
    return loops.computeIfAbsent(
        pipeline.channel().eventLoop(), loop -> new SocketLoop(loop, context, limits));
  }

  private static void refuse(HttpServerResponse response, int status, String reason) {
    switch (status) {
      case 405 -> response.putHeader("Allow", "GET");
      case 426 ->
          response
              .putHeader("Upgrade", "websocket")
              .putHeader("Connection", "Upgrade")
              .putHeader(Handshake.VERSION_HEADER, Handshake.VERSION);
      default -> {}
    }
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end(reason)
        .onFailure(
            cause ->
                log.atDebug().addKeyValue("cause", cause.getMessage()).log("Client disconnected"));
  }

  /** Number of open WebSockets. */
  public int count() {
    return loops.values().stream().mapToInt(SocketLoop::size).sum();
  }

  /**
   * Rejects new WebSockets and closes the others with 1012; completes when they are closed. Those
   * still open after {@code timeout} are dropped.
   */
  public Future<Void> drain(Duration timeout) {
    draining = true;
    return Future.join(loops.values().stream().map(WebSocketServer::drained).toList())
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .recover(late -> drop())
        .mapEmpty();
  }

  private static Future<Void> drained(SocketLoop loop) {
    Promise<Void> gone = Promise.promise();
    loop.execute(() -> loop.drain(gone));
    return gone.future();
  }

  private Future<CompositeFuture> drop() {
    loops.values().forEach(loop -> loop.execute(() -> loop.each(NettyWebSocket::drop)));
    return Future.join(List.of());
  }
}
