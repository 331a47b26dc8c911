package io.foyer.chat.wire.plain;

import io.foyer.chat.hub.Wire;
import io.foyer.feeds.FeedWire;
import io.foyer.platform.Problem;
import io.foyer.platform.socket.ConnectionAdmission;
import io.foyer.platform.socket.ConnectionAdmission.Place;
import io.foyer.platform.socket.ConnectionAdmission.Rejection;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.AuthenticatedRequest;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.RouteGroup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The events of a room, and the messages of a feed, as Server-Sent Events. Mounted before the
 * contract's routes, which have a time limit.
 */
public final class EventStreams implements RouteGroup {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(30);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final Desk desk;
  private final Duration heartbeat;
  private final Function<HttpServerRequest, ConnectionAdmission> door;
  private final Wire wire = new StreamWire();
  private final FeedWire feedWire = new StreamFeedWire();

  /**
   * Streams of one node.
   *
   * @param timeout of requests: a connection that is silent for twice as long is closed
   * @param door counts each stream, or refuses it
   */
  public EventStreams(
      Desk desk, Duration timeout, Function<HttpServerRequest, ConnectionAdmission> door) {
    this.door = door;
    this.desk = desk;
    this.heartbeat = timeout.compareTo(HEARTBEAT) < 0 ? timeout : HEARTBEAT;
  }

  @Override
  public void mount(Router router) {
    router.get("/api/v2/chat/rooms/:room/events").handler(context -> serve(context, this::room));
    router.get("/api/v2/feeds/:subject/stream").handler(context -> serve(context, this::feed));
  }

  private interface Source {
    Ear ear(RoutingContext context, Caller caller, WebSocketConnection socket);
  }

  private Ear room(RoutingContext context, Caller caller, WebSocketConnection socket) {
    String room = String.valueOf(context.pathParam("room"));
    return new RoomEar(desk.hub(), caller, socket, wire, room, after(context));
  }

  private Ear feed(RoutingContext context, Caller caller, WebSocketConnection socket) {
    String subject = String.valueOf(context.pathParam("subject"));
    return new FeedEar(desk.feeds().sit(caller, socket, feedWire), subject, after(context));
  }

  private void serve(RoutingContext context, Source source) {
    Future.succeededFuture()
        .compose(now -> admit(context))
        .compose(caller -> listen(context, caller, source))
        .onFailure(context::fail);
  }

  private Future<Caller> admit(RoutingContext context) {
    if (desk.open().draining()) {
      return Future.failedFuture(
          new Problem.Unavailable("This node goes down.", SOON).asException());
    }
    return desk.gate().open(context.request())
        ? AuthenticatedRequest.of(context).caller()
        : Future.failedFuture(new Problem.Forbidden("Not from this origin.").asException());
  }

  private Future<Void> listen(RoutingContext context, Caller caller, Source source) {
    if (context.response().closed()) {
      return Future.succeededFuture(); // gone meanwhile: nothing would give back what it takes now
    }
    return switch (door.apply(context.request())) {
      case Rejection refusal -> Future.failedFuture(refusal.problem().asException());
      case Place place -> {
        context.addEndHandler(ended -> place.leave());
        yield listenCounted(context, caller, source);
      }
    };
  }

  private Future<Void> listenCounted(RoutingContext context, Caller caller, Source source) {
    StreamSocket socket = new StreamSocket(context.response(), Vertx.currentContext());
    Listener listener =
        new Listener(
            desk,
            SocketGate.known(context.request(), caller),
            socket,
            source.ear(context, caller, socket));
    context.response().drainHandler(room -> listener.writable());
    context.addEndHandler(ended -> listener.closed());
    if (!desk.open().add(listener, caller)) {
      return Future.failedFuture(
          new Problem.TooMany("This account has too many connections.", LATER).asException());
    }
    return desk.gate().still(caller).compose(still -> listener.listen(heartbeat));
  }

  private static OptionalLong after(RoutingContext context) {
    String last =
        Optional.ofNullable(context.request().getHeader("Last-Event-ID"))
            .orElse(context.request().getParam("after", ""));
    if (last.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!NUMBER.matcher(last).matches()) {
      throw Fields.wrong("after", "must be a whole number");
    }
    return OptionalLong.of(Long.parseLong(last));
  }
}
