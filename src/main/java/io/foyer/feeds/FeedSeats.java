package io.foyer.feeds;

import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.Caller;

/** Where connections of this node come to follow feeds. */
@FunctionalInterface
public interface FeedSeats {
  /** Of a node that has no feeds. */
  FeedSeats NONE = (caller, socket, wire) -> FeedSeat.NONE;

  /** A seat for one connection, which follows nothing at first; on the event loop of its socket. */
  FeedSeat sit(Caller caller, WebSocketConnection socket, FeedWire wire);
}
