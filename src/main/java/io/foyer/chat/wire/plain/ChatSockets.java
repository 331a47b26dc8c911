package io.foyer.chat.wire.plain;

import io.foyer.chat.wire.plain.SocketGate.Known;
import io.foyer.platform.Problem;
import io.foyer.platform.limits.Decision;
import io.foyer.platform.limits.LocalRateLimiter;
import io.foyer.platform.socket.SocketListener;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.DirectRoute;
import io.foyer.platform.web.FailureRenderer;
import io.foyer.platform.web.ProblemRenderer;
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
  private final Function<HttpServerRequest, Future<Optional<Decision>>> limit;
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

  /**
   * Sockets of one node.
   *
   * @param limit counts a rejected handshake as an anonymous request of its client address
   */
  public ChatSockets(
      Desk desk, Upgrade upgrade, Function<HttpServerRequest, Future<Optional<Decision>>> limit) {
    this.desk = desk;
    this.upgrade = upgrade;
    this.limit = limit;
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
    } else if (desk.gate().malformedTicket(request)) {
      reject(request);
    } else {
      // Headers are gone once it is a socket.
      Future<Optional<Known>> known = desk.gate().known(request);
      upgrade.open(request, socket -> new Connection(desk, flows.create(), socket, known));
    }
  }

  private void reject(HttpServerRequest request) {
    limit
        .apply(request)
        .map(
            decision ->
                decision
                    .filter(it -> !it.allowed())
                    .<Problem>map(
                        it ->
                            new Problem.TooMany(
                                "Too many requests; try again later.", it.retryAfter()))
                    .orElseGet(() -> SocketGate.noTicket().problem()))
        .onSuccess(problem -> new ProblemRenderer().problem(problem).send(request.response()))
        .onFailure(
            cause ->
                FailureRenderer.answer(request, cause, new ProblemRenderer())
                    .send(request.response()));
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
