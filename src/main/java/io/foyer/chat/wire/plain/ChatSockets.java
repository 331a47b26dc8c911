package io.foyer.chat.wire.plain;

import io.foyer.chat.wire.plain.SocketGate.Known;
import io.foyer.platform.limits.LocalRateLimiter;
import io.foyer.platform.socket.SocketListener;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.DirectRoute;
import io.foyer.platform.web.RouteGroup;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /ws}: the protocol of docs/chat-protocol.md. */
public final class ChatSockets implements RouteGroup, DirectRoute {
  private static final Logger log = LoggerFactory.getLogger(ChatSockets.class);
  private static final int FRAMES_AT_ONCE = 200;
  private static final Duration REFILLED_IN = Duration.ofSeconds(4);

  private final Desk desk;
  private final Upgrade upgrade;
  private final LocalRateLimiter.Factory flows =
      new LocalRateLimiter.Factory(FRAMES_AT_ONCE, REFILLED_IN);

  /** Makes a WebSocket of a request, or answers it otherwise. */
  @FunctionalInterface
  public interface Upgrade {
    /**
     * Upgrades.
     *
     * @param listener made once, on the socket's event loop, as soon as it is open
     */
    void open(HttpServerRequest request, Function<WebSocketConnection, SocketListener> listener);
  }

  /** Sockets of one node. */
  public ChatSockets(Desk desk, Upgrade upgrade) {
    this.desk = desk;
    this.upgrade = upgrade;
  }

  @Override
  public void mount(Router router) {
    // the fast lane is all there is
  }

  @Override
  public List<DirectRoute> direct() {
    return List.of(this);
  }

  @Override
  public String path() {
    return "/ws";
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (desk.open().draining()) {
      refuse(request, 503);
    } else if (!desk.gate().open(request)) {
      refuse(request, 403);
    } else {
      // Headers are gone once it is a socket.
      Future<Optional<Known>> known = desk.gate().known(request);
      upgrade.open(request, socket -> new Connection(desk, flows.create(), socket, known));
    }
  }

  private static void refuse(HttpServerRequest request, int status) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Connection", "close")
        .end()
        .onFailure(cause -> log.atDebug().setCause(cause).log("refusal not sent"));
  }
}
