package io.foyer.chat.wire.stchat;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.Guest;
import io.foyer.chat.GuestLog;
import io.foyer.chat.SendResult;
import io.foyer.chat.hub.Hub;
import io.foyer.chat.hub.Seat;
import io.foyer.chat.hub.SeatListener;
import io.foyer.chat.hub.Wire;
import io.foyer.platform.Ids;
import io.foyer.platform.Problem;
import io.foyer.platform.limits.Decision;
import io.foyer.platform.limits.RateLimiter;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/** The one room of guests, from this node. Belongs to one event loop. */
final class StChatRoom {
  private static final int MOST_NAMES = 12;

  /** All guests sit for one member of the room: {@link GuestLog#GUESTS}. */
  private static final Caller GUESTS =
      new Caller(GuestLog.GUESTS, GuestLog.GUESTS, Role.USER, Optional.empty());

  private final String room;
  private final Ids ids;
  private final GuestLog guests;
  private final Hub hub;
  private final RateLimiter rateLimiter;
  private final GuestNames names;
  private final GuestNode node;
  private final Wire wire = new StChatWire();

  StChatRoom(
      String room,
      Ids ids,
      GuestLog guests,
      Hub hub,
      RateLimiter rateLimiter,
      GuestNames names,
      GuestNode node) {
    this.room = room;
    this.ids = ids;
    this.guests = guests;
    this.hub = hub;
    this.rateLimiter = rateLimiter;
    this.names = names;
    this.node = node;
  }

  /** Who came in, and the event of it. */
  record Entered(Guest guest, ChatEvent event) {}

  Future<Entered> enter(InetAddress address) {
    return counted(address).compose(may -> enter(0));
  }

  private Future<Entered> enter(int tries) {
    Guest guest = new Guest(ids.next(), node.name(), room, names.next(tries));
    return guests
        .enter(guest)
        .compose(
            event -> {
              if (event.isPresent()) {
                node.came(guest.session());
                return Future.succeededFuture(new Entered(guest, event.get()));
              }
              return tries < MOST_NAMES ? enter(tries + 1) : Future.failedFuture(full());
            });
  }

  private static Throwable full() {
    return new Problem.Unavailable("No name is free.", Duration.ofSeconds(2)).asException();
  }

  private Future<Void> counted(InetAddress address) {
    return rateLimiter
        .address(address)
        .compose(
            decision ->
                decision
                    .filter(it -> !it.allowed())
                    .map(StChatRoom::tooMany)
                    .orElseGet(Future::succeededFuture));
  }

  private static Future<Void> tooMany(Decision decision) {
    return Future.failedFuture(
        new Problem.TooMany("Too fast; try again later.", decision.retryAfter()).asException());
  }

  Seat sit(WebSocketConnection socket, SeatListener listener) {
    return hub.sit(GUESTS, socket, wire, listener);
  }

  void writable(Seat seat) {
    hub.writable(seat);
  }

  Future<SendResult> say(Guest guest, InetAddress address, String text, String clientId) {
    return counted(address).compose(may -> guests.say(guest, text, clientId));
  }

  void leave(Guest guest) {
    node.leave(guest.session());
  }
}
