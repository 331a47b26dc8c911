package io.foyer.chat.wire.bridge;

import io.foyer.chat.hub.Hub;
import io.foyer.chat.hub.Wire;
import io.foyer.chat.wire.plain.OpenSockets;
import io.foyer.chat.wire.plain.SocketGate.Known;
import io.foyer.feeds.FeedSeat;
import io.foyer.feeds.FeedSeats;
import io.foyer.feeds.FeedWire;
import io.foyer.platform.limits.LocalRateLimiter;
import io.foyer.platform.socket.SocketListener;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What all connections of the bridge on this node share. */
final class BridgeHouse {
  private static final int AT_ONCE = 1_000;
  private static final Duration SIGN_IN_WITHIN = Duration.ofSeconds(5);
  private static final Duration REFILLED_IN = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Hub hub;
  private final FeedSeats feeds;
  private final SignIn signIn;
  private final Map<String, Verb> verbs;
  private final OpenSockets open;
  private final Duration signInWithin;
  private final LocalRateLimiter.Factory flows = new LocalRateLimiter.Factory(AT_ONCE, REFILLED_IN);
  private final Wire raw = new BridgeWire(Framing.RAW);
  private final Wire sockJs = new BridgeWire(Framing.SOCKJS);
  private final FeedWire rawFeeds = new BridgeFeedWire(Framing.RAW);
  private final FeedWire sockJsFeeds = new BridgeFeedWire(Framing.SOCKJS);

  BridgeHouse(
      Vertx vertx,
      Hub hub,
      FeedSeats feeds,
      SignIn signIn,
      OpenSockets open,
      Map<String, Verb> verbs) {
    this(vertx, hub, feeds, signIn, open, verbs, SIGN_IN_WITHIN);
  }

  /** For tests, which wait less. */
  BridgeHouse(
      Vertx vertx,
      Hub hub,
      FeedSeats feeds,
      SignIn signIn,
      OpenSockets open,
      Map<String, Verb> verbs,
      Duration signInWithin) {
    this.signInWithin = signInWithin;
    this.vertx = vertx;
    this.hub = hub;
    this.feeds = feeds;
    this.signIn = signIn;
    this.verbs = Map.copyOf(verbs);
    this.open = open;
  }

  Hub hub() {
    return hub;
  }

  SignIn signIn() {
    return signIn;
  }

  /** How long it may take until it is known who a connection is. */
  Duration signInWithin() {
    return signInWithin;
  }

  /** What answers at an address; default deny. */
  Optional<Verb> verb(String address) {
    return Optional.ofNullable(verbs.get(address));
  }

  Wire wire(Framing framing) {
    return switch (framing) {
      case RAW -> raw;
      case SOCKJS -> sockJs;
    };
  }

  /** The feeds of one connection. */
  FeedSeat feeds(Caller caller, WebSocketConnection socket, Framing framing) {
    return feeds.sit(
        caller,
        socket,
        switch (framing) {
          case RAW -> rawFeeds;
          case SOCKJS -> sockJsFeeds;
        });
  }

  /** All connections of the node that stand for somebody. */
  OpenSockets open() {
    return open;
  }

  /** How fast one client may ask. */
  LocalRateLimiter flow() {
    return flows.create();
  }

  /** Takes a connection in, on its event loop, while it is being found out who it is. */
  SocketListener open(WebSocketConnection socket, Framing framing, Future<Optional<Known>> known) {
    return open(socket, framing, known, caller -> {});
  }

  /** The same, where somebody else has to know as well who it is. */
  SocketListener open(
      WebSocketConnection socket,
      Framing framing,
      Future<Optional<Known>> known,
      Consumer<Caller> admitted) {
    BridgeSocket opened = new BridgeSocket(this, socket, framing, admitted);
    opened.expect(known);
    return opened;
  }

  /** Does {@code then} so much later, on any thread. */
  void later(long millis, Runnable then) {
    vertx.setTimer(Math.max(millis, 1), id -> then.run());
  }
}
