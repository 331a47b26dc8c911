package io.foyer.chat.wire.bridge;

import io.foyer.chat.wire.plain.SocketGate.Known;
import io.foyer.platform.socket.ConnectionAdmission;
import io.foyer.platform.socket.ConnectionAdmission.Place;
import io.foyer.platform.socket.ConnectionAdmission.Rejection;
import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import io.vertx.ext.web.handler.sockjs.Transport;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * SockJS over requests of HTTP, by the library: xhr polling and streaming, and event streams. What
 * needs a frame or a script of another site (htmlfile, jsonp, iframes) is off.
 *
 * <p>A session belongs to whoever began it: its name is chosen by the client and travels in paths,
 * so the name alone must not open what a credential opened.
 */
final class PolledSessions {
  /** Shorter than the edge lets a connection be silent. */
  private static final long HEARTBEAT_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private static final long PAUSE_MILLIS = TimeUnit.SECONDS.toMillis(10);
  private static final String SEND = "/xhr_send";
  private static final String KNOWN = "foyer.bridge.known";
  private static final String OPENED = "foyer.bridge.opened";

  /**
   * By this parameter the library finds a session, and takes the first there is: one of the query,
   * or the first group of the route before its own, which is the server and no session.
   */
  private static final String LIBRARYS_SESSION = "param0";

  private final BridgeHouse house;
  private final Function<HttpServerRequest, InetAddress> clients;
  private final Function<HttpServerRequest, ConnectionAdmission> door;
  private final Map<String, Owner> owners = new ConcurrentHashMap<>();

  /**
   * Sessions.
   *
   * @param clients the address of the client behind a request
   * @param door counts each session, or refuses it
   */
  PolledSessions(
      BridgeHouse house,
      Function<HttpServerRequest, InetAddress> clients,
      Function<HttpServerRequest, ConnectionAdmission> door) {
    this.house = house;
    this.clients = clients;
    this.door = door;
  }

  /**
   * Whose a session is.
   *
   * @param account empty while it is not known
   * @param byRequest whether the requests name him; else it was a message, and they need not
   */
  private record Owner(
      Optional<String> account, boolean byRequest, InetAddress address, Place place) {
    Owner named(Caller caller) {
      return new Owner(Optional.of(caller.account()), byRequest, address, place);
    }

    /** What names nobody must come from where the session was opened: there is no other sign. */
    boolean may(Optional<String> asking, InetAddress from) {
      return asking.isPresent() ? asking.equals(account) : !byRequest && from.equals(address);
    }
  }

  /** The transports, for one event loop. */
  Router router(Vertx vertx) {
    SockJSHandlerOptions options =
        new SockJSHandlerOptions()
            .setInsertJSESSIONID(false)
            .setHeartbeatInterval(HEARTBEAT_MILLIS)
            .setSessionTimeout(PAUSE_MILLIS)
            .setLibraryURL("")
            .addDisabledTransport(Transport.WEBSOCKET.toString())
            .addDisabledTransport(Transport.HTML_FILE.toString())
            .addDisabledTransport(Transport.JSON_P.toString());
    return SockJSHandler.create(vertx, options).socketHandler(session -> open(vertx, session));
  }

  /** Lets a request to a session go on, or says that there is no such session. */
  void enter(RoutingContext context, Optional<Known> known) {
    if (context.response().closed()) {
      return; // gone while it was asked who it is: nothing would give back what it takes now
    }
    String name = context.pathParam("session");
    InetAddress from = clients.apply(context.request());
    boolean sends = context.request().path().endsWith(SEND);
    if (!sends && !owners.containsKey(name)) {
      switch (door.apply(context.request())) {
        case Rejection refusal -> {
          context.fail(refusal.problem().asException());
          return;
        }
        case Place place ->
            claim(context, name, new Owner(account(known), known.isPresent(), from, place));
      }
    }
    Owner owner = owners.get(name);
    if (owner == null || !owner.may(account(known), from)) {
      context.fail(404);
      return;
    }
    context.put(KNOWN, known);
    if (!sends) {
      // The library closes it behind such an answer; who was not told sends his next request there.
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    context.request().params().set(LIBRARYS_SESSION, name);
    context.next();
  }

  /**
   * Whose a session is; of whoever asks first, before the library opens it: its first answer may
   * leave before we hear of the session, and the next request must find an owner. A request that
   * opened nothing, whatever its answer, frees the name and the place: the library answers with 200
   * for a session that is closed already. It opens one in the turn of the answer, not later.
   */
  private void claim(RoutingContext context, String name, Owner asking) {
    if (owners.putIfAbsent(name, asking) != null) {
      asking.place().leave();
      return;
    }
    context.addEndHandler(
        ended ->
            context
                .vertx()
                .runOnContext(
                    afterwards -> {
                      if (context.get(OPENED) == null && owners.remove(name, asking)) {
                        asking.place().leave();
                      }
                    }));
  }

  private static Optional<String> account(Optional<Known> known) {
    return known.map(it -> it.caller().account());
  }

  private void open(Vertx vertx, SockJSSocket session) {
    RoutingContext begun = session.routingContext();
    Optional<Known> known = begun.get(KNOWN);
    String name = begun.pathParam("session");
    begun.put(OPENED, true);
    InetAddress from = clients.apply(begun.request());
    owners.computeIfPresent(
        name,
        (same, claimed) -> new Owner(account(known), known.isPresent(), from, claimed.place()));
    PolledSocket socket = new PolledSocket(session, vertx.getOrCreateContext());
    socket.listen(
        new ClosingListener(
            house.open(
                socket,
                Framing.RAW,
                Future.succeededFuture(known),
                caller -> owners.computeIfPresent(name, (same, owner) -> owner.named(caller))),
            () -> gone(name)));
  }

  private void gone(String name) {
    Optional.ofNullable(owners.remove(name)).ifPresent(owner -> owner.place().leave());
  }
}
