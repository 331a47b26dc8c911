package io.foyer.chat.wire.stchat;

import io.foyer.chat.GuestLog;
import io.foyer.chat.hub.Hub;
import io.foyer.chat.wire.plain.ChatSockets.Upgrade;
import io.foyer.platform.Ids;
import io.foyer.platform.limits.RateLimiter;
import io.foyer.platform.socket.SocketListener;
import io.foyer.platform.socket.WebSocketConnection;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The guests' port. One per node. */
public final class StChatVerticle extends VerticleBase {
  /** Before the upgrade, which takes the limits away: a silent connection ends. */
  private static final HttpServerOptions OPTIONS =
      new HttpServerOptions()
          .setIdleTimeout(60)
          .setIdleTimeoutUnit(TimeUnit.SECONDS)
          .setMaxHeaderSize(8_192)
          .setHttp2ClearTextEnabled(false);

  private static final Logger log = LoggerFactory.getLogger(StChatVerticle.class);
  private static final long BEAT_MILLIS = 2_000;
  private static final int RESTART = 1012;
  private static final int TOO_MANY = 1008;

  private final StChatConfig config;
  private final House house;
  private final Connections connections;
  private final Set<WebSocketConnection> sockets = new HashSet<>();
  private final GuestNode node;

  /**
   * What it stands on.
   *
   * @param address of the client behind a request
   */
  public record House(
      Ids ids,
      GuestLog guests,
      Hub hub,
      RateLimiter rateLimiter,
      Upgrade upgrade,
      Function<HttpServerRequest, InetAddress> address) {}

  /** A port that is not open yet. */
  public StChatVerticle(StChatConfig config, House house) {
    this.config = config;
    this.house = house;
    this.connections = new Connections(config.connections());
    this.node = new GuestNode(house.ids(), house.guests(), this::sendAway);
  }

  @Override
  public Future<?> start() {
    return house
        .guests()
        .room(config.room())
        .compose(id -> node.arrive().map(room(id)))
        .compose(this::listen)
        .onSuccess(done -> vertx.setPeriodic(BEAT_MILLIS, timer -> node.beat()));
  }

  private StChatRoom room(String id) {
    return new StChatRoom(
        id,
        house.ids(),
        house.guests(),
        house.hub(),
        house.rateLimiter(),
        new GuestNames(ThreadLocalRandom.current()),
        node);
  }

  private Future<?> listen(StChatRoom room) {
    return vertx
        .createHttpServer(OPTIONS)
        .invalidRequestHandler(StChatVerticle::refuse)
        .requestHandler(request -> open(room, request))
        .listen(config.addr().port(), config.addr().host())
        .onSuccess(
            server -> log.atInfo().addKeyValue("port", server.actualPort()).log("guests' port"));
  }

  private void open(StChatRoom room, HttpServerRequest request) {
    InetAddress address = house.address().apply(request);
    OptionalLong after;
    try {
      after = after(request.getParam("after", ""));
    } catch (IllegalArgumentException e) {
      refuse(request); // a query that cannot be decoded
      return;
    }
    house.upgrade().open(request, socket -> opened(room, socket, address, after));
  }

  private static void refuse(HttpServerRequest request) {
    HttpServerResponse response = request.response().setStatusCode(400);
    response
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end()
        .onFailure(gone -> response.reset());
  }

  private static OptionalLong after(String digits) {
    return digits.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(digits))
        : OptionalLong.empty();
  }

  private SocketListener opened(
      StChatRoom room, WebSocketConnection socket, InetAddress address, OptionalLong after) {
    boolean welcome = connections.add(address);
    StChatSocket guest =
        new StChatSocket(room, socket, address, () -> closed(socket, address, welcome));
    sockets.add(socket);
    if (welcome) {
      guest.enter(after);
    } else {
      socket.close(TOO_MANY, "too many connections");
    }
    return guest;
  }

  private void closed(WebSocketConnection socket, InetAddress address, boolean counted) {
    sockets.remove(socket);
    if (counted) {
      connections.remove(address);
    }
  }

  private void sendAway() {
    Set.copyOf(sockets).forEach(socket -> socket.close(RESTART, "come again"));
  }

  @Override
  public Future<?> stop() {
    sendAway();
    return node.end();
  }
}
