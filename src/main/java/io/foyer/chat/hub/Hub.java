package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.RoomAvailable;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.Caller;
import java.util.List;

/** Where connections sit down; one per node. */
public interface Hub {
  /** A place for one connection, on its event loop. It is told of the socket by its wire. */
  Seat sit(Caller caller, WebSocketConnection socket, Wire wire, SeatListener listener);

  /** There is room again behind the socket of a seat, or it was closed. */
  void writable(Seat seat);

  /** Events were committed, by this node; from any thread. Other nodes are told by the hub. */
  void committed(List<ChatEvent> events);

  /**
   * A room can be come into, says this node; from any thread. Who may know of it hears it once, on
   * every node, or, where a message is lost or his socket is full, not at all.
   */
  void opened(RoomAvailable news);
}
