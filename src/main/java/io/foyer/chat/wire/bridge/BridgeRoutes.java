package io.foyer.chat.wire.bridge;

import io.foyer.chat.hub.Hub;
import io.foyer.chat.wire.plain.ChatSockets.Upgrade;
import io.foyer.chat.wire.plain.OpenSockets;
import io.foyer.chat.wire.plain.SocketGate.Known;
import io.foyer.feeds.FeedSeats;
import io.foyer.platform.socket.ConnectionAdmission;
import io.foyer.platform.socket.SocketListener;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.RouteGroup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * {@code /eventbus}: the event-bus bridge over SockJS (protocol 0.3.3) and over a plain WebSocket.
 * A page that is not Foyer's own is refused on every path with 403.
 */
public final class BridgeRoutes implements RouteGroup {
  private static final String ROOT = "/eventbus";
  private static final String SESSION = "/eventbus/(?<server>[^/.]+)/(?<session>[^/.]+)/";

  /** As it came: what had to be decoded or resolved first is no path of ours. */
  private static final Pattern PLAIN =
      Pattern.compile("/eventbus(?:/|(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9_.~-]+)*)");

  private static final int MAX_BODY = 65_536;

  private final Vertx vertx;
  private final SignIn signIn;
  private final OpenSockets open;
  private final Upgrade upgrade;
  private final BridgeHouse house;
  private final PolledSessions polled;
  private final Heartbeat heartbeat = new Heartbeat();

  /**
   * The bridge.
   *
   * @param verbs what answers, by address
   * @param clients the address of the client behind a request
   * @param door counts each session over HTTP requests, or refuses it; upgrades have their own
   */
  public BridgeRoutes(
      Vertx vertx,
      Hub hub,
      FeedSeats feeds,
      SignIn signIn,
      OpenSockets open,
      Map<String, Verb> verbs,
      Upgrade upgrade,
      Function<HttpServerRequest, InetAddress> clients,
      Function<HttpServerRequest, ConnectionAdmission> door) {
    this.vertx = vertx;
    this.signIn = signIn;
    this.open = open;
    this.upgrade = upgrade;
    this.house = new BridgeHouse(vertx, hub, feeds, signIn, open, verbs);
    this.polled = new PolledSessions(house, clients, door);
    heartbeat.begin(vertx);
  }

  @Override
  public void mount(Router router) {
    router.route(ROOT + "/*").handler(this::gate);
    router.get(ROOT + "/info").handler(BridgeRoutes::info);
    router.routeWithRegex("/eventbus/iframe[^/]*").handler(context -> context.fail(404));
    router.get(ROOT + "/websocket").handler(this::plain);
    router.getWithRegex(SESSION + "websocket").handler(this::sockJs);
    String transports = SESSION + "(?:xhr|xhr_streaming|xhr_send|eventsource)";
    router.postWithRegex(transports).handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
    router.routeWithRegex(transports).handler(this::known);
    router.route(ROOT + "/*").subRouter(polled.router(vertx));
  }

  private void gate(RoutingContext context) {
    if (!PLAIN.matcher(context.request().path()).matches()) {
      context.fail(404);
    } else if (!signIn.welcome(context.request())) {
      context.fail(403);
    } else if (open.draining()) {
      context.fail(503);
    } else {
      context.next();
    }
  }

  /** Own, because the library's would deny the WebSockets that it does not serve itself. */
  private static void info(RoutingContext context) {
    JsonObject info =
        new JsonObject()
            .put("websocket", true)
            .put("cookie_needed", false)
            .put("origins", new JsonArray().add("*:*"))
            .put("entropy", Integer.toUnsignedLong(ThreadLocalRandom.current().nextInt()));
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=UTF-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store, no-cache, no-transform, max-age=0")
        .end(info.encode())
        .onFailure(context::fail);
  }

  private void known(RoutingContext context) {
    if (context.request().method().equals(HttpMethod.OPTIONS)) {
      context.next();
      return;
    }
    context.request().pause();
    signIn
        .request(context.request())
        .onComplete(
            known -> {
              context.request().resume();
              polled.enter(context, known);
            },
            context::fail);
  }

  private void plain(RoutingContext context) {
    upgrade(context, (socket, known) -> house.open(socket, Framing.RAW, known));
  }

  private void sockJs(RoutingContext context) {
    upgrade(context, this::openSockJs);
  }

  private SocketListener openSockJs(WebSocketConnection plain, Future<Optional<Known>> known) {
    SockJsSocket socket = new SockJsSocket(plain);
    socket.greet();
    heartbeat.add(socket);
    return new ClosingListener(
        house.open(socket, Framing.SOCKJS, known), () -> heartbeat.remove(socket));
  }

  private interface Opening {
    SocketListener open(WebSocketConnection socket, Future<Optional<Known>> known);
  }

  private void upgrade(RoutingContext context, Opening opening) {
    // Headers are gone once it is a socket.
    Future<Optional<Known>> known = signIn.request(context.request());
    upgrade.open(context.request(), socket -> opening.open(socket, known));
  }
}
